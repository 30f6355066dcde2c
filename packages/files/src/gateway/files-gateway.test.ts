import { CarReader } from '@ipld/car'
import { encode } from '@ipld/dag-pb'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { describe, expect, it } from 'vitest'
import { createFilesGateway } from './files-gateway.ts'
import type { Readable } from './readable.ts'

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...Array.from({ length: 92 }, (_, i) => i))

async function cidOf(bytes: Uint8Array, code = 0x55): Promise<CID> {
  return CID.createV1(code, await sha256.digest(bytes))
}

/** One leaf, and a node above it, as files in memory. */
async function setUp() {
  const leaf = await cidOf(PNG)
  const node = encode({ Links: [{ Hash: leaf, Name: '', Tsize: PNG.length }] })
  const root = await cidOf(node, 0x70)
  const blocks = new Map([
    [leaf.toString(), PNG],
    [root.toString(), node],
  ])
  const files: Readable = {
    block: async (cid) => blocks.get(cid),
    stat: async (path) => {
      if (!path.startsWith(leaf.toString())) throw Object.assign(new Error('Nobody has it.'), { name: 'NotFoundError' })
      return { type: 'file', cid: leaf.toString(), bytes: PNG.length }
    },
    async *stream(_path, { offset = 0, length = PNG.length } = {}) {
      for (let at = offset; at < offset + length; at += 30)
        yield PNG.subarray(at, Math.min(at + 30, offset + length, PNG.length))
    },
    async *ls() {},
  }
  const gateway = createFilesGateway(files)
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    gateway(new Request(`http://localhost${path}`, { headers, method }))
  return { leaf, root, node, get, gateway }
}

describe('the files gateway', () => {
  it('serves a file whole, with what caches and players need', async () => {
    const { leaf, get } = await setUp()
    const response = await get(`/files/${leaf}`)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PNG)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: `"${leaf}"`,
      'content-type': 'image/png',
      'content-length': '100',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
    })
    expect((await get(`/files/${leaf}?filename=a.html`)).headers.get('content-type')).toMatch('text/html')
  })

  it.each([
    ['bytes=0-9', 206, 'bytes 0-9/100', 10],
    ['bytes=90-', 206, 'bytes 90-99/100', 10],
    ['bytes=-10', 206, 'bytes 90-99/100', 10],
    ['bytes=95-200', 206, 'bytes 95-99/100', 5],
    ['bytes=100-', 416, 'bytes */100', undefined],
    ['bytes=-0', 416, 'bytes */100', undefined],
    ['bytes=9-3', 200, null, 100],
    ['bytes=0-1,5-6', 200, null, 100],
    ['lines=1-2', 200, null, 100],
  ])('answers the range %s by %i', async (range, status, contentRange, bytes) => {
    const { leaf, get } = await setUp()
    const response = await get(`/files/${leaf}`, { range })
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange])
    const body = await response.arrayBuffer()
    if (bytes !== undefined) expect(body.byteLength).toBe(bytes)
  })

  it('keeps to conditions, and to HEAD', async () => {
    const { leaf, get } = await setUp()
    const path = `/files/${leaf}`
    expect((await get(path, { 'if-none-match': `W/"${leaf}"` })).status).toBe(304)
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200)
    expect((await get(path, { range: 'bytes=0-9', 'if-range': `"${leaf}"` })).status).toBe(206)
    expect((await get(path, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200)
    const head = await get(path, {}, 'HEAD')
    expect([head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual(['100', 0])
  })

  it('serves blocks that whoever asked can verify, alone and as an archive', async () => {
    const { leaf, root, node, get } = await setUp()
    const raw = new Uint8Array(await (await get(`/ipfs/${leaf}?format=raw`)).arrayBuffer())
    expect((await cidOf(raw)).equals(leaf)).toBe(true)
    const response = await get(`/ipfs/${root}`, { accept: 'application/vnd.ipld.car' })
    expect(response.headers.get('content-type')).toBe('application/vnd.ipld.car; version=1; order=dfs; dups=y')
    const archive = await CarReader.fromBytes(new Uint8Array(await response.arrayBuffer()))
    expect((await archive.getRoots()).map(String)).toEqual([root.toString()])
    const blocks: [string, Uint8Array][] = []
    for await (const { cid, bytes } of archive.blocks()) blocks.push([cid.toString(), new Uint8Array(bytes)])
    expect(blocks).toEqual([
      [root.toString(), new Uint8Array(node)],
      [leaf.toString(), PNG],
    ])
    const one = await get(`/ipfs/${root}?format=car&dag-scope=block`)
    const alone = await CarReader.fromBytes(new Uint8Array(await one.arrayBuffer()))
    expect([await alone.has(root as never), await alone.has(leaf as never)]).toEqual([true, false])
  })

  it('refuses what it cannot answer', async () => {
    const { leaf, gateway, get } = await setUp()
    const status = async (path: string, headers?: Record<string, string>, method?: string) =>
      (await get(path, headers, method)).status
    expect(await status('/other')).toBe(404)
    expect(await status('/files/bafynothing')).toBe(404)
    expect(await status('/files/%zz')).toBe(400)
    expect(await status(`/files/${leaf}`, {}, 'POST')).toBe(405)
    expect(await status(`/ipfs/${leaf}`)).toBe(406)
    expect(await status(`/ipfs/${leaf}/path?format=raw`)).toBe(400)
    expect((await gateway(new Request(`http://rebound.example/files/${leaf}`))).status).toBe(421)
  })
})
