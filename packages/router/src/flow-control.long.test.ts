import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createKeyPair } from '@hydra/identity'
import { afterEach, describe, expect, it } from 'vitest'
import { createMesh, type Mesh, type MeshPeer } from './testing/mesh.ts'

let mesh: Mesh
afterEach(() => mesh.close())

const MEBIBYTE = 1024 * 1024
const PIECE = 64 * 1024
const RELAYS = 8

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function line(): [MeshPeer, MeshPeer] {
  mesh = createMesh()
  const peers = Array.from({ length: RELAYS + 2 }, () => mesh.add())
  mesh.chain(...peers)
  return [peers[0]!, peers.at(-1)!]
}

async function* produce(bytes: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes; sent += PIECE) yield new Uint8Array(PIECE).fill((sent / PIECE) % 251)
}

/** Bytes held in buffers and objects together: pieces of bodies are buffers outside the heap. */
async function memory(): Promise<number> {
  // The first collection finds what is dead, the second counts without the buffers that died with it.
  for (let round = 0; round < 2; round++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

describe('50 MiB each way over eight relays', () => {
  it('arrive unchanged while memory stays flat on all ten peers together', async () => {
    const [asker, host] = line()
    const key = await createKeyPair()
    await host.router.host(key, ({ body }) => body)
    const before = await memory()
    const started = performance.now()
    const { body } = await asker.router.request(key.publicKey, produce(50 * MEBIBYTE))
    let length = 0
    let peak = 0
    for await (const piece of body) {
      expect(piece[0]).toBe(Math.floor(length / PIECE) % 251)
      length += piece.length
      if (length % (5 * MEBIBYTE) < piece.length) {
        const now = (await memory()) - before
        peak = Math.max(peak, now)
      }
    }
    const seconds = (performance.now() - started) / 1_000
    console.log(
      `both ways: ${(length / MEBIBYTE / seconds).toFixed(1)} MiB/s each way, peak ${(peak / MEBIBYTE).toFixed(1)} MiB`,
    )
    expect(length).toBe(50 * MEBIBYTE)
    // Two windows of at most 4 MiB at each end, at most 512 KiB each way at every relay, and what is in the making.
    expect(peak).toBeLessThan(32 * MEBIBYTE)
  })

  it('of which nobody reads leave nobody with more than a window', async () => {
    const [asker, host] = line()
    const key = await createKeyPair()
    let made = 0
    await host.router.host(key, async function* () {
      for (;;) {
        made += PIECE
        yield new Uint8Array(PIECE)
      }
    })
    const before = await memory()
    await asker.router.request(key.publicKey, new Uint8Array(0))
    let last = -1
    while (made !== last) {
      last = made
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    const held = (await memory()) - before
    console.log(`unread: made ${made / 1024} KiB, held ${(held / MEBIBYTE).toFixed(1)} MiB by ten peers`)
    expect(made).toBeLessThanOrEqual(1.25 * MEBIBYTE)
    expect(held).toBeLessThan(8 * MEBIBYTE)
  })
})
