import { expect, it } from 'vitest'
import { createFiles } from '../create-files.ts'
import { createFilesGateway } from '../gateway/files-gateway.ts'
import { memoryBlocks } from '../memory-blocks.ts'
import { testBlockSource } from '../testing/block-source-suite.ts'
import { bytesOf, fingerprint } from '../testing/bytes.ts'
import { httpSource } from './http-source.ts'

testBlockSource('http, from our own gateway', async (served) => {
  const files = await createFiles({ blocks: served })
  const gateway = createFilesGateway(files)
  return { source: httpSource('http://localhost:1/', { fetch: gateway }), close: () => files.close() }
})

it.each([
  ['an error', () => new Response('busy', { status: 503 })],
  ['other bytes', () => new Response(bytesOf(1_000, 9))],
  ['too many bytes', () => new Response(bytesOf(3_000_000))],
  ['nothing', () => new Response(null, { status: 404 })],
])('reads from elsewhere where a gateway answers with %s', async (_, answer) => {
  const theirs = memoryBlocks()
  const author = await createFiles({ blocks: theirs })
  const bytes = bytesOf(50_000)
  const cid = await author.add(bytes, { chunkBytes: 1_000 })
  const bad = httpSource('http://bad.example', { fetch: async () => answer() })
  const good = httpSource('http://localhost:2', { fetch: createFilesGateway(author) })
  const files = await createFiles({ blocks: memoryBlocks(), sources: [bad, good] })
  expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
  await files.close()
  await author.close()
})
