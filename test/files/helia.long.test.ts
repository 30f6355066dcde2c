// Needs the peers that we are compared with: `pnpm install --ignore-workspace` in benchmarks/peers.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const BYTES = '40000000'
const SEED = '5'
const helia = fileURLToPath(new URL('../../benchmarks/peers/helia.mjs', import.meta.url))
const ours = (name: string) => fileURLToPath(new URL(`../../benchmarks/files/${name}.ts`, import.meta.url))

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill()
})

async function say(...args: string[]): Promise<Record<string, string>> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  running.push(child)
  if (!child.stdout) throw new Error('The program has no output.')
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as Record<string, string>
  throw new Error('The program said nothing.')
}

describe('a real Helia', () => {
  it('makes the same CID, and exchanges the file by bitswap both ways', async () => {
    const theirs = await say(helia, 'provide', BYTES, SEED)
    const mine = await say(ours('provide'), BYTES, SEED)
    expect(mine['cid']).toBe(theirs['cid'])
    const { content } = (await import(ours('content'))) as typeof import('../../benchmarks/files/content.ts')
    const hash = createHash('sha256')
    for (const piece of content(Number(BYTES), Number(SEED))) hash.update(piece)
    const sha256 = hash.digest('hex')
    const { cid = '', address = '' } = theirs
    expect(await say(ours('fetch'), cid, address, '--hash', '--bitswap')).toMatchObject({ sha256, dropped: [] })
    expect(await say(helia, 'fetch', cid, mine['address'] ?? '', '--hash')).toMatchObject({ sha256 })
  })
})
