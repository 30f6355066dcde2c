import { describe, expect, it } from 'vitest'
import type { Block, BlockSource, Provider, Want } from '../block-source.ts'
import type { BlockStore } from '../block-store.ts'
import { createFiles } from '../create-files.ts'
import { linksOf } from '../dag-node.ts'
import { parseCid } from '../file-path.ts'
import { copied, joined } from '../joined.ts'
import { memoryBlocks } from '../memory-blocks.ts'
import { bytesOf, fingerprint } from '../testing/bytes.ts'

type Answer = (want: Want, index: number) => Promise<Block | undefined>
const never = new Promise<undefined>(() => {})

function provider(id: string, answer: Answer, log: string[] = []): Provider {
  return {
    id,
    async *ask(wants, { signal }) {
      const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      aborted.catch(() => undefined)
      for (const [index, want] of wants.entries()) {
        const block = await Promise.race([answer(want, index), aborted])
        if (!block) continue
        log.push(`${id} ${block.cid}`)
        yield block
      }
    },
  }
}

const source = (...providers: Provider[]): BlockSource => ({
  name: 'test',
  privacy: 'direct',
  providers: () => providers,
})

async function setUp(bytes = bytesOf(200_000)) {
  const store = memoryBlocks()
  const author = await createFiles({ blocks: store })
  const cid = await author.add(bytes, { chunkBytes: 1_000 })
  const read = async ({ cid: wanted }: Want) => ({
    cid: wanted,
    bytes: await copied(store.get(wanted)),
  })
  const root = parseCid(cid)
  const leaves = linksOf(root, await joined(store.get(root))).map(String)
  return { bytes, cid, store, read, leaves }
}

async function readBy(sources: BlockSource[], cid: string, blocks: BlockStore = memoryBlocks()) {
  const dropped: string[] = []
  const onDropped = (who: string, reason: string) => dropped.push(`${who} ${reason}`)
  const files = await createFiles({ blocks, sources, onDropped })
  try {
    await files.pin(cid)
    return { dropped, print: await fingerprint(await files.get(cid, { local: true })) }
  } finally {
    await files.close()
  }
}

describe('a provider that does not do what it should', () => {
  it('is dropped for one wrong bit, and nothing of it is seen', async () => {
    const { bytes, cid, read } = await setUp()
    const lie: Answer = async (want) => {
      const block = await read(want)
      block.bytes[0] = (block.bytes[0] ?? 0) ^ 1
      return block
    }
    const log: string[] = []
    const { dropped, print } = await readBy([source(provider('liar', lie, log), provider('honest', read))], cid)
    expect(print).toBe(await fingerprint(bytes))
    expect(dropped).toEqual(['test liar lied'])
    expect(log.length).toBeLessThan(3)
    await expect(readBy([source(provider('liar', lie))], cid)).rejects.toMatchObject({ name: 'MissingBlockError' })
  })

  it('is dropped for sound blocks that nobody asked for', async () => {
    const { bytes, cid, read } = await setUp()
    const other = await setUp(bytesOf(5_000, 9))
    const push: Answer = async () => other.read({ cid: parseCid(other.cid) })
    const { dropped, print } = await readBy([source(provider('pusher', push), provider('honest', read))], cid)
    expect([print, dropped]).toEqual([await fingerprint(bytes), ['test pusher unasked']])
  })

  it('costs a moment where it is silent, and the file comes from others', async () => {
    const { bytes, cid, read } = await setUp()
    const started = performance.now()
    const silent = provider('silent', () => never)
    const { print } = await readBy([source(silent, provider('honest', read))], cid)
    expect(print).toBe(await fingerprint(bytes))
    // It holds two batches until others ask again; its own time would be ten seconds.
    expect(performance.now() - started).toBeLessThan(8_000)
  })

  it('is asked again after a fault, and left after three', async () => {
    const { bytes, cid, read } = await setUp()
    let faults = 0
    const shaky: Answer = async (want) => {
      if (faults++ < 2) throw new Error('The line is cut.')
      return read(want)
    }
    expect((await readBy([source(provider('shaky', shaky))], cid)).print).toBe(await fingerprint(bytes))
    const broken = provider('broken', async () => {
      throw new Error('The line is cut.')
    })
    await expect(readBy([source(broken)], cid)).rejects.toMatchObject({ name: 'MissingBlockError' })
  })
})

describe('providers that have parts', () => {
  it('make a whole together, each asked for what it has', async () => {
    const { bytes, cid, read, leaves } = await setUp()
    const part =
      (remainder: number): Answer =>
      async (want) => {
        const index = leaves.indexOf(want.cid.toString())
        return index < 0 || index % 3 === remainder ? read(want) : undefined
      }
    const { print } = await readBy([source(...[0, 1, 2].map((each) => provider(`part ${each}`, part(each))))], cid)
    expect(print).toBe(await fingerprint(bytes))
  })

  it('are asked first for what few of them have', async () => {
    const { cid, read, leaves } = await setUp()
    const rare = new Set(leaves.slice(150))
    const log: string[] = []
    const all = provider('all', read, log)
    const holds = async () => leaves.map(() => true)
    const most: Provider = {
      ...provider('most', async (want) => (rare.has(want.cid.toString()) ? undefined : read(want))),
      holds: async () => leaves.map((leaf) => !rare.has(leaf)),
    }
    // Slow enough that the order in which it is asked shows.
    const slow: Provider = { ...all, holds }
    await readBy([source(slow, most)], cid)
    const order = log.map((line) => line.split(' ')[1] ?? '').filter((leaf) => leaves.includes(leaf))
    const early = order.slice(0, 60).filter((leaf) => rare.has(leaf)).length
    expect(order.filter((leaf) => rare.has(leaf))).toHaveLength(50)
    expect(early).toBeGreaterThan(25)
  })

  it('are never asked where the reader wants to stay hidden', async () => {
    const { cid, read } = await setUp()
    const log: string[] = []
    const files = await createFiles({ blocks: memoryBlocks(), sources: [source(provider('open', read, log))] })
    await expect(files.get(cid, { privacy: 'hidden' })).rejects.toMatchObject({ name: 'NoHiddenSourceError' })
    expect(log).toEqual([])
    await files.get(cid)
    expect(log.length).toBeGreaterThan(0)
  })
})
