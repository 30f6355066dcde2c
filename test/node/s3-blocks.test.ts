import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openHome } from './hydra.ts'
import { startS3 } from './s3-server.ts'

it('keeps blocks in a bucket, which several gateways serve without being told of a file', async () => {
  const { endpoint, environment } = await startS3('blocks')
  const here = ['--blocks-s3-bucket', 'blocks', '--blocks-s3-endpoint', endpoint]
  const [writer, reader] = [await openHome(environment), await openHome(environment)]
  await writer.start(...here)
  const bytes = randomBytes(3_000_000)
  await writeFile(join(writer.dataDir, 'whale.bin'), bytes)
  const [added] = await writer.json<{ cid: string }>('files', 'add', 'whale.bin', '--unlisted')
  const gateway = await reader.start(...here)
  const response = await fetch(`${gateway.url}files/${added?.cid}`)
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  const middle = await fetch(`${gateway.url}files/${added?.cid}`, { headers: { range: 'bytes=2000000-2000009' } })
  expect([middle.status, await middle.bytes()]).toEqual([206, new Uint8Array(bytes.subarray(2_000_000, 2_000_010))])
})

it('says what is wrong with a bucket before it starts', async () => {
  const { endpoint, environment } = await startS3('blocks')
  const to = (bucket: string) => ['start', '--blocks-s3-bucket', bucket, '--blocks-s3-endpoint', endpoint]
  const [withKey, without] = [await openHome(environment), await openHome()]
  expect((await withKey.hydra(...to('none'))).stderr).toMatch(
    /✗ The bucket "none" cannot be used: .*--blocks-s3-bucket/,
  )
  expect((await without.hydra(...to('blocks'))).stderr).toContain('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.')
})
