import { trustlessGatewayBlockBroker } from '@helia/trustless-gateway-client'
import { unixfs } from '@helia/unixfs'
import { createFiles, type Files, memoryBlocks } from '@hydra/files'
import { createFilesGateway } from '@hydra/files/gateway'
import { openNodeListener } from '@hydra/transports/node-listener'
import { CarReader } from '@ipld/car'
import { multiaddr } from '@multiformats/multiaddr'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Blocks = Parameters<typeof unixfs>[0]['blockstore']

let files: Files
let server: Awaited<ReturnType<typeof openNodeListener>>
/** A file in leaves of 1,000 bytes, and a folder that holds it. */
const bytes = Uint8Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 251)
const cids = { file: '', folder: '', large: '' }

beforeAll(async () => {
  files = await createFiles({ blocks: memoryBlocks() })
  cids.file = await files.add(bytes, { chunkBytes: 1_000 })
  const page = new TextEncoder().encode('<script>document.title = "moved"</script>')
  cids.folder = await files.addFolder(
    [
      { path: 'pictures/noise.png', content: bytes },
      { path: 'page.html', content: page },
    ],
    { chunkBytes: 1_000 },
  )
  // More names than one block takes: the folder becomes a tree of its own.
  const many = Array.from({ length: 1_500 }, (_, i) => ({ path: `${i}-${'x'.repeat(200)}`, content: page }))
  cids.large = await files.addFolder(many)
  server = await openNodeListener({ handler: createFilesGateway(files) })
})

afterAll(async () => {
  await server.close()
  await files.close()
})

const ask = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, server.url), { headers })

/** The archive's blocks, each checked against its CID. */
async function carBlocks(path: string): Promise<Map<string, Uint8Array>> {
  const response = await ask(path, { accept: 'application/vnd.ipld.car' })
  expect(response.status).toBe(200)
  const archive = await CarReader.fromBytes(new Uint8Array(await response.arrayBuffer()))
  const blocks = new Map<string, Uint8Array>()
  for await (const block of archive.blocks()) {
    const cid = CID.parse(block.cid.toString())
    expect((await sha256.digest(block.bytes)).bytes).toEqual(cid.multihash.bytes)
    blocks.set(cid.toString(), block.bytes)
  }
  return blocks
}

async function read(blocks: (cid: CID) => Promise<Uint8Array>, path: string, options = {}): Promise<Uint8Array> {
  const blockstore = {
    async *get(cid: CID) {
      yield await blocks(cid)
    },
  } as unknown as Blocks
  const [root = '', ...names] = path.split('/')
  const parts: Uint8Array[] = []
  for await (const part of unixfs({ blockstore }).cat(CID.parse(root), { ...options, path: names.join('/') }))
    parts.push(part)
  return new Uint8Array(Buffer.concat(parts))
}

const fromCar = (blocks: Map<string, Uint8Array>) => async (cid: CID) => {
  const found = blocks.get(cid.toString())
  if (!found) throw new Error(`The archive lacks ${cid}.`)
  return found
}

describe('the gateway, read by Helia', () => {
  it('gives its trustless client every block of a file in a folder', async () => {
    const { port } = new URL(server.url)
    const address = multiaddr(`/ip4/127.0.0.1/tcp/${port}/http`)
    const log = Object.assign(() => undefined, { error: () => undefined, trace: () => undefined })
    const broker = trustlessGatewayBlockBroker({ allowInsecure: true, allowLocal: true })({
      logger: { forComponent: () => log },
      routing: {
        async *findProviders() {
          yield { multiaddrs: [address], router: 'test' }
        },
      },
    } as never)
    const got = await read(
      async (cid) => (await broker.retrieve?.(cid)) as Uint8Array,
      `${cids.folder}/pictures/noise.png`,
    )
    expect(got).toEqual(bytes)
  })

  it('gives an archive that has the way down a path, and what lies there', async () => {
    const path = `${cids.folder}/pictures/noise.png`
    const blocks = await carBlocks(`/ipfs/${path}?format=car`)
    expect(await read(fromCar(blocks), path)).toEqual(bytes)
    // Folder, folder, root of the file, 50 leaves; not the page beside it.
    expect(blocks.size).toBe(53)
  })

  it('gives of a range only what holds its bytes', async () => {
    for (const [range, from, to, leaves] of [
      ['10500:12499', 10_500, 12_500, 3],
      ['-500:*', 49_500, 50_000, 1],
      ['49999:60000', 49_999, 50_000, 1],
    ] as const) {
      const blocks = await carBlocks(`/ipfs/${cids.file}?format=car&dag-scope=entity&entity-bytes=${range}`)
      expect(blocks.size).toBe(leaves + 1)
      expect(await read(fromCar(blocks), cids.file, { offset: from, length: to - from })).toEqual(bytes.slice(from, to))
    }
    expect((await ask(`/ipfs/${cids.file}?format=car&entity-bytes=x`)).status).toBe(400)
  })

  it('gives of a folder one block, all that lists it, or all that it holds', async () => {
    const sizes = async (cid: string) => {
      const counts: number[] = []
      for (const scope of ['block', 'entity', 'all'])
        counts.push((await carBlocks(`/ipfs/${cid}?format=car&dag-scope=${scope}`)).size)
      return counts
    }
    // All: folder, folder, page, root of the file, 50 leaves.
    expect(await sizes(cids.folder)).toEqual([1, 1, 54])
    const [block, entity, all] = await sizes(cids.large)
    expect(block).toBe(1)
    expect(entity).toBeGreaterThan(100)
    // The same page under each name.
    expect(all).toBe((entity ?? 0) + 1)
  })

  it('says what it has not, and asks nobody where only what is here is wanted', async () => {
    const unknown = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'
    expect((await ask(`/ipfs/${unknown}?format=raw`)).status).toBe(404)
    expect((await ask(`/ipfs/${unknown}?format=raw`, { 'cache-control': 'only-if-cached' })).status).toBe(412)
    expect((await ask(`/ipfs/${cids.folder}/nothing?format=car`)).status).toBe(404)
    expect((await ask(`/ipfs/${cids.folder}?format=car&dag-scope=some`)).status).toBe(400)
    expect((await ask(`/ipfs/${cids.file}?format=raw`, { 'if-none-match': `"${cids.file}.raw"` })).status).toBe(304)
  })
})

describe('the gateway, read by a browser or curl', () => {
  it('serves a file of a folder by its path, with the type of its name, whole and in parts', async () => {
    const path = `/files/${cids.folder}/pictures/noise.png`
    const whole = await ask(path)
    expect(whole.headers.get('content-type')).toBe('image/png')
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes)
    const part = await ask(path, { range: 'bytes=49000-' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 49000-49999/50000'])
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(49_000))
    const again = await ask(path, { 'if-none-match': whole.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
  })

  it('lists a folder', async () => {
    const listed = await ask(`/files/${cids.folder}`)
    const entries = (await listed.json()) as { name: string; type: string }[]
    expect(entries.map(({ name, type }) => [name, type])).toEqual([
      ['page.html', 'file'],
      ['pictures', 'folder'],
    ])
    expect((await ask(`/files/${cids.folder}/nothing`)).status).toBe(404)
  })
})
