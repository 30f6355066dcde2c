import { createKeyPair } from '@hydra/identity'
import { afterEach, describe, expect, it } from 'vitest'
import type { Handler } from './router.ts'
import { collect, createMesh, type Mesh, type MeshPeer } from './testing/mesh.ts'

let mesh: Mesh
afterEach(() => mesh.close())

const PIECE = 64 * 1024
const MEBIBYTE = 1024 * 1024

function line(size: number): [MeshPeer, MeshPeer] {
  mesh = createMesh()
  const peers = Array.from({ length: size }, () => mesh.add())
  mesh.chain(...peers)
  return [peers[0]!, peers.at(-1)!]
}

async function* produce(bytes: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes; sent += PIECE) yield new Uint8Array(PIECE).fill(sent / PIECE)
}

describe('a streamed body', () => {
  it('arrives unchanged, both ways at once, over eight relays', async () => {
    const [asker, host] = line(10)
    const key = await createKeyPair()
    await host.router.host(key, ({ body }) => body)
    const { body } = await asker.router.request(key.publicKey, produce(4 * MEBIBYTE))
    const arrived = await collect(body)
    expect(arrived.length).toBe(4 * MEBIBYTE)
    for (let index = 0; index < 64; index++) expect(arrived[index * PIECE + 17]).toBe(index)
  })

  it.each([
    [10, ['open', 'reply']],
    [1_400, ['open', 'reply']],
    // Two small ones have fewer bytes than a large one.
    [2_048, ['open', 'reply', 'data']],
    [15_000, ['open', 'reply']],
  ])('of %i bytes, a head before it, takes as few frames as hold it', async (size, frames) => {
    const [asker, host] = line(2)
    const key = await createKeyPair()
    await host.router.host(key, ({ body }) => body)
    async function* headAndBody() {
      yield new Uint8Array(100)
      yield new Uint8Array(size)
    }
    const kinds = ['open', 'reply', 'data']
    const heard: (string | undefined)[] = []
    // The first byte tells the router's frames from the spread's.
    for (const { link } of [asker, host]) link.onFrame((_, [of, kind]) => of === 0 && heard.push(kinds[kind!]))
    const { body } = await asker.router.request(key.publicKey, headAndBody(), { privacy: 'direct' })
    expect((await collect(body)).length).toBe(100 + size)
    expect(heard.filter((kind) => kind !== undefined)).toEqual(frames)
  })

  it('arrives whole in one direction alone, however large its pieces', async () => {
    const [asker, host] = line(3)
    const key = await createKeyPair()
    await host.router.host(key, async function* ({ body }) {
      let length = 0
      for await (const piece of body) length += piece.length
      yield new TextEncoder().encode(String(length))
    })
    const { body } = await asker.router.request(key.publicKey, new Uint8Array(3 * MEBIBYTE))
    expect(new TextDecoder().decode(await collect(body))).toBe(String(3 * MEBIBYTE))
  })

  it('is made no faster than it is read', async () => {
    const [asker, host] = line(10)
    const key = await createKeyPair()
    let made = 0
    const endless: Handler = async function* () {
      for (;;) {
        made += PIECE
        yield new Uint8Array(PIECE)
      }
    }
    await host.router.host(key, endless)
    const { body } = await asker.router.request(key.publicKey, new Uint8Array(0))
    let read = 0
    let ahead = 0
    for await (const piece of body) {
      read += piece.length
      await new Promise((resolve) => setTimeout(resolve, 2))
      ahead = Math.max(ahead, made - read)
      if (read > MEBIBYTE) break
    }
    // What the two ends may hold, and a piece in the making.
    expect(ahead).toBeLessThanOrEqual(2 * 512 * 1024 + 2 * PIECE)
    expect(ahead).toBeGreaterThan(0)
  })
})
