import { createRecordSet, decodeRecord, encodeRecord, memoryStore, type RecordSet } from '@hydra/records'
import { describe, expect, it } from 'vitest'
import { createPeer } from './create-peer.ts'
import { createMemoryMesh, memoryPeer } from './memory-peer.ts'

describe('a peer in memory', () => {
  it('hosts an API that another peer of its mesh calls', async () => {
    const mesh = createMemoryMesh()
    const [alice, bob] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
    const { url } = await alice.services.host(async (request) => new Response(`You said ${await request.text()}`))
    const response = await bob.services.fetch(url, { method: 'POST', body: 'hi' })
    expect(await response.text()).toBe('You said hi')
    await Promise.all([alice.close(), bob.close()])
  })

  it('keeps a record set in step with those of its mesh, old records and new', async () => {
    const mesh = createMemoryMesh()
    const validate = (bytes: Uint8Array) => ({ valid: true as const, order: bytes })
    const store = memoryStore
    const early = await createRecordSet({ kind: 'notes', validate, store: store() })
    await early.add(encodeRecord('written before'))
    const [alice, bob] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
    alice.records.add(early)
    const notes = await createRecordSet({ kind: 'notes', validate, store: store(), gossip: bob.records.gossip })
    const arrived = (set: RecordSet, text: string) =>
      new Promise<void>((resolve) => {
        set.onAdd(({ bytes }) => decodeRecord(bytes) === text && resolve())
      })
    const old = arrived(notes, 'written before')
    bob.records.add(notes)
    await old
    const late = await createRecordSet({ kind: 'notes', validate, store: store(), gossip: alice.records.gossip })
    const fresh = arrived(late, 'written after')
    await notes.add(encodeRecord('written after'))
    await fresh
    await Promise.all([alice.close(), bob.close()])
    await Promise.all([early, notes, late].map((set) => set.close()))
  })

  it('writes, is followed, shares a file and is found, without one more line of composition', async () => {
    const mesh = createMemoryMesh()
    const [alice, bob] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
    const heard = new Promise((resolve) => bob.feeds.onEntry(({ body }) => resolve(body)))
    await bob.feeds.circle.followed.add(alice.identity.author.publicKey)
    const cid = await alice.files.add(new TextEncoder().encode('a whale'))
    const about = { name: 'whale.txt', bytes: 7, mediaType: 'text/plain', cid, tags: ['sea'] }
    const listed = new Promise<void>((resolve) => bob.index.records.onAdd(() => resolve()))
    await alice.index.publish(alice.identity.author, about)
    await alice.feeds.write({ type: 'post', text: 'Look', media: [{ cid, mediaType: 'text/plain' }] })
    expect(await heard).toMatchObject({ type: 'post', text: 'Look' })
    await listed
    const [found] = (await bob.index.search('whale')).entries
    expect(found).toMatchObject(about)
    await alice.files.provide(cid)
    expect(new TextDecoder().decode(await bob.files.get(found?.cid ?? ''))).toBe('a whale')
    expect(bob.explain()).toMatchObject({
      hidden: 'weak',
      link: { neighbours: [{ outbound: expect.any(Boolean) as boolean }] },
      records: { 'hydra/feeds/1': 1, 'hydra/files/index/1': 1, names: 0 },
    })
    await Promise.all([alice.close(), bob.close()])
  })

  it('closes what it made when one part cannot be made, and twice does no harm', async () => {
    const mesh = createMemoryMesh()
    let closed = 0
    const link = () => ({ ...mesh.join(), close: async () => void closed++ })
    const broken = () => Promise.reject(new Error('no router today'))
    await expect(createPeer({ ...memoryPeer(mesh), link, router: broken })).rejects.toThrow('no router today')
    expect(closed).toBe(1)
    const peer = await createPeer({ ...memoryPeer(mesh), link })
    await peer.close()
    await peer.close()
    expect(closed).toBe(2)
  })

  it('offers what it always did', async () => {
    expect(Object.keys(await import('./index.ts')).sort()).toEqual(['createMemoryMesh', 'createPeer', 'memoryPeer'])
  })
})
