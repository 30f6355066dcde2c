import { createKeyPair, type KeyPair } from '@hydra/identity'
import { afterEach, describe, expect, it } from 'vitest'
import type { RouterOptions } from './create-router.ts'
import { createSeededRandom } from './simulator/random.ts'
import { collect, createMesh, type Mesh, type MeshPeer } from './testing/mesh.ts'

let mesh: Mesh
afterEach(() => mesh.close())

const read = async (body: AsyncIterable<Uint8Array>) => new TextDecoder().decode(await collect(body))
const bytes = (text: string) => new TextEncoder().encode(text)

/** Peers that each chose some of the others. */
function meshOf(size: number, degree: number, options: Partial<RouterOptions> = {}): MeshPeer[] {
  mesh = createMesh({ acceptWeak: false, ...options })
  const random = createSeededRandom(size + degree)
  const peers = Array.from({ length: size }, () => mesh.add())
  const linked = new Set<string>()
  for (const peer of peers) {
    for (let chosen = 0; chosen < degree; ) {
      const other = peers[random.integer(size)]!
      const name = [peer.id, other.id].toSorted().join()
      if (other === peer || linked.has(name)) continue
      linked.add(name)
      mesh.network.connect(peer, other)
      chosen++
    }
  }
  return peers
}

async function ask(peer: MeshPeer, key: KeyPair, text: string): Promise<string> {
  const { body } = await peer.router.request(key.publicKey, bytes(text), { signal: AbortSignal.timeout(15_000) })
  return read(body)
}

describe('a mesh where every peer chose four others', () => {
  it('hides strongly, and answers everyone', async () => {
    const peers = meshOf(30, 4)
    expect(peers.map(({ router }) => router.hidden())).toEqual(Array(30).fill('strong'))
    const key = await createKeyPair()
    await peers[3]!.router.host(key, ({ body }) => body)
    const answers = await Promise.all(peers.map((peer, index) => ask(peer, key, String(index))))
    expect(answers).toEqual(peers.map((_, index) => String(index)))
  })

  it('shows no relay what is asked or answered, nor who does', async () => {
    const peers = meshOf(20, 4)
    const [asker, host] = [peers[2]!, peers[15]!]
    const key = await createKeyPair()
    const seen: Uint8Array[] = []
    for (const peer of peers) {
      if (peer !== asker && peer !== host) peer.link.onFrame((_, frame) => seen.push(frame.slice()))
    }
    await host.router.host(key, async ({ body }) => bytes(`the answer to ${await read(body)}`))
    expect(await ask(asker, key, 'a question nobody may read')).toContain('the answer to')
    const everything = seen.map((frame) => new TextDecoder('latin1').decode(frame)).join('')
    // The control: what was carried is there to be found.
    expect(everything.length).toBeGreaterThan(10_000)
    for (const secret of ['question nobody', 'the answer to', asker.id, host.id])
      expect(everything).not.toContain(secret)
  })

  it('goes on answering when peers leave, one of them on the stem', async () => {
    const peers = meshOf(24, 4)
    const [asker, host] = [peers[2]!, peers[15]!]
    const key = await createKeyPair()
    await host.router.host(key, ({ body }) => body)
    expect(await ask(asker, key, 'before')).toBe('before')
    for (const peer of peers.filter((other) => other !== asker && other !== host).slice(0, 8)) {
      mesh.network.remove(peer)
      // The stem is mended while the first is asked; who asks meanwhile may have to ask again.
      expect(await ask(asker, key, peer.id).catch(() => ask(asker, key, peer.id))).toBe(peer.id)
    }
  })

  it('answers with tail delays as they are shipped', async () => {
    const peers = meshOf(16, 4, { tail: {} })
    const key = await createKeyPair()
    await peers[1]!.router.host(key, ({ body }) => body)
    expect(await ask(peers[9]!, key, 'slow but sure')).toBe('slow but sure')
  })
})
