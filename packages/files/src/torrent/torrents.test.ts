import { describe, expect, it } from 'vitest'
import { createFiles } from '../create-files.ts'
import { parseCid } from '../file-path.ts'
import type { Files } from '../files.ts'
import { memoryBlocks } from '../memory-blocks.ts'
import { storeSource } from '../store-source.ts'
import { testBlockSource } from '../testing/block-source-suite.ts'
import { bytesOf, fingerprint } from '../testing/bytes.ts'
import type { Torrent, TorrentClient } from './client.ts'
import { TorrentRefusedError } from './errors.ts'
import { createFakeSwarm } from './fake-swarm.fixture.ts'
import { createTorrents } from './torrents.ts'

const BYTES = 3_000_000

/** Somebody who has a file and offers it, and what others need to find it. */
async function offering(bytes = bytesOf(BYTES)) {
  const swarm = createFakeSwarm()
  const files = await createFiles({ blocks: memoryBlocks() })
  const cid = await files.add(bytes)
  const torrents = createTorrents({ client: swarm.client() })
  const offered = await torrents.offer(files, cid, { name: 'whale.mp4' })
  return { swarm, files, cid, bytes, torrents, ...offered }
}

testBlockSource('torrent', async (served, root) => {
  const swarm = createFakeSwarm()
  const files = await createFiles({ blocks: served })
  const { infohash } = await createTorrents({ client: swarm.client() }).offer(files, root.toString(), { name: 'a' })
  const source = createTorrents({
    client: swarm.client(),
    find: (cid) => (cid === root.toString() ? infohash : undefined),
  })
  return { source, close: () => files.close() }
})

describe('a file as a torrent', () => {
  it('is offered again after the client would not', async () => {
    const files = await createFiles({ blocks: memoryBlocks() })
    const cid = await files.add(bytesOf(100_000))
    const client = createFakeSwarm().client()
    let refuses = true
    const moody: TorrentClient = {
      remove: (...all) => client.remove(...all),
      add(...all) {
        const torrent = client.add(...all)
        if (!refuses) return torrent
        const on: Torrent['on'] = (_, listener) => queueMicrotask(() => listener(new Error('Not today.')))
        return Object.assign(torrent, { on, once: () => {} })
      },
    }
    const torrents = createTorrents({ client: moody })
    await expect(torrents.offer(files, cid, { name: 'a' })).rejects.toThrow(TorrentRefusedError)
    refuses = false
    await expect(torrents.offer(files, cid, { name: 'a' })).resolves.toMatchObject({ infohash: expect.any(Uint8Array) })
    await files.close()
  })

  it('is fetched by its CID and pinned, with the infohash of its index record', async () => {
    const { swarm, cid, bytes, infohash, files: theirs } = await offering()
    const client = swarm.client()
    const files = await createFiles({
      blocks: memoryBlocks(),
      sources: [createTorrents({ client, find: () => infohash })],
    })
    await files.pin(cid)
    expect(await fingerprint(await files.get(cid, { local: true }))).toBe(await fingerprint(bytes))
    expect(await files.verify(cid)).toEqual({ blocks: 4, missing: [], damaged: [] })
    // Who read it keeps nothing of it twice.
    await expect.poll(() => client.open()).toEqual([])
    await Promise.all([files.close(), theirs.close()])
  })

  it('is read from the middle without what comes before', async () => {
    const { swarm, cid, bytes, infohash, files: theirs } = await offering()
    const client = swarm.client()
    const files = await createFiles({
      blocks: memoryBlocks(),
      sources: [createTorrents({ client, find: () => infohash })],
    })
    expect(await files.get(cid, { offset: 2_500_000, length: 10 })).toEqual(bytes.slice(2_500_000, 2_500_010))
    expect(client.read()).toBeLessThan(BYTES / 2)
    await Promise.all([files.close(), theirs.close()])
  })

  it('is no longer offered once it is withdrawn', async () => {
    const { cid, torrents, files, swarm } = await offering()
    expect(swarm.seeds()).toBe(1)
    await torrents.withdraw?.(parseCid(cid), { signal: new AbortController().signal })
    expect(swarm.seeds()).toBe(0)
    await files.close()
  })
})

describe('a torrent that somebody else made', () => {
  it('is added and pinned under the CID of what it holds', async () => {
    const swarm = createFakeSwarm()
    const bytes = bytesOf(BYTES)
    const infohash = swarm.seed([{ path: 'whale.mp4', bytes }])
    const files = await createFiles({ blocks: memoryBlocks() })
    const cid = await createTorrents({ client: swarm.client() }).bring(files, infohash)
    expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
    const pins = await pinsOf(files)
    expect(pins).toEqual([{ cid, complete: true }])
    await files.close()
  })

  it('is found by a CID that only the index connects it with, and checked against that', async () => {
    const swarm = createFakeSwarm()
    const bytes = bytesOf(BYTES)
    const infohash = fromHex(swarm.seed([{ path: 'whale.mp4', bytes }]))
    const cid = await (await createFiles({ blocks: memoryBlocks() })).add(bytes)
    const files = await createFiles({
      blocks: memoryBlocks(),
      sources: [createTorrents({ client: swarm.client(), find: () => infohash })],
    })
    expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
    await files.close()
  })

  it('is passed over where it holds something else, and the file comes from elsewhere', async () => {
    const swarm = createFakeSwarm()
    const infohash = fromHex(swarm.seed([{ path: 'other.mp4', bytes: bytesOf(BYTES, 9) }]))
    const theirs = memoryBlocks()
    const bytes = bytesOf(BYTES)
    const cid = await (await createFiles({ blocks: theirs })).add(bytes)
    const lying = createTorrents({ client: swarm.client(), find: () => infohash })
    const files = await createFiles({ blocks: memoryBlocks(), sources: [lying, storeSource(theirs)] })
    expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
    await files.close()
  })

  it('is not passed off for a file whose tree it brings along', async () => {
    const { swarm, cid, infohash } = await offering()
    swarm.damage(toHexOf(infohash))
    const source = createTorrents({ client: swarm.client(), find: () => infohash })
    const files = await createFiles({ blocks: memoryBlocks(), sources: [source] })
    await expect(files.get(cid, { signal: AbortSignal.timeout(2_000) })).rejects.toThrow()
    expect((await files.verify(cid)).damaged).toEqual([])
    await files.close()
  })

  it.each(['../../.bashrc', '/etc/passwd', 'a/../../b', 'C:\\Windows\\x'])(
    'is refused where a path is %s, and nothing of it is kept',
    async (path) => {
      const swarm = createFakeSwarm()
      const infohash = swarm.seed([
        { path: 'fine', bytes: bytesOf(10) },
        { path, bytes: bytesOf(10) },
      ])
      const files = await createFiles({ blocks: memoryBlocks() })
      const bringing = createTorrents({ client: swarm.client() }).bring(files, infohash)
      await expect(bringing).rejects.toThrow(TorrentRefusedError)
      await expect(bringing).rejects.toThrow('a path of it leads out of its folder')
      expect(await pinsOf(files)).toEqual([])
      await files.close()
    },
  )

  it('is refused where it is larger than was agreed to, before a byte is read', async () => {
    const swarm = createFakeSwarm()
    const infohash = swarm.seed([{ path: 'a', bytes: bytesOf(2_000) }])
    const client = swarm.client()
    const files = await createFiles({ blocks: memoryBlocks() })
    const bringing = createTorrents({ client, maxBytes: 1_000 }).bring(files, infohash)
    await expect(bringing).rejects.toThrow('it has 2000 bytes, and 1000 are the limit (`maxBytes`)')
    expect([client.read(), client.open()]).toEqual([0, []])
    await files.close()
  })

  it('is given up when its reader is, though nobody has it', async () => {
    const client = createFakeSwarm().client()
    const files = await createFiles({ blocks: memoryBlocks() })
    const signal = AbortSignal.timeout(50)
    await expect(createTorrents({ client }).bring(files, 'a'.repeat(40), { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    expect(client.open()).toEqual([])
    await files.close()
  })
})

async function pinsOf(files: Files) {
  const pins: unknown[] = []
  for await (const pin of files.pins()) pins.push(pin)
  return pins
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (two) => Number.parseInt(two, 16))
}

function toHexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
