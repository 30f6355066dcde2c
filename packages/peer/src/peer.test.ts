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
