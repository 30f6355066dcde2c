import { createPeer, createMemoryMesh, memoryPeer, type Peer } from '@hydra/peer'
import { hc } from 'hono/client'
import { afterEach, describe, expect, it } from 'vitest'
import { app } from './notes-app.ts'

const peers: Peer[] = []
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close()
})

async function hosted() {
  const mesh = createMemoryMesh()
  const [host, caller] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
  peers.push(host, caller)
  const { url } = await host.services.host(app.fetch)
  const fetch = (input: string | URL | Request, init?: RequestInit) => caller.services.fetch(input, init)
  return { url, fetch }
}

describe('a Hono app, unmodified', () => {
  it('answers its typed client', async () => {
    const { url, fetch } = await hosted()
    const client = hc<typeof app>(url, { fetch })
    const greeting = await client.greeting.$get({ query: { name: 'Ada' } })
    expect(await greeting.json()).toEqual({ text: 'Hello, Ada' })
    const note = await client.notes[':id'].$post({ param: { id: '7' }, json: { text: 'four' } })
    expect([note.status, await note.json()]).toEqual([201, { id: '7', length: 4 }])
  })

  it('streams text and events, and redirects', async () => {
    const { url, fetch } = await hosted()
    expect(await (await fetch(`${url}count`)).text()).toBe('one two three')
    const ticks = await (await fetch(`${url}ticks`)).text()
    expect([...ticks.matchAll(/data: (\d)/g)].map(([, tick]) => tick)).toEqual(['0', '1', '2'])
    expect(await (await fetch(`${url}old`)).json()).toEqual({ text: 'Hello, redirected' })
    expect((await fetch(`${url}nowhere`)).status).toBe(404)
  })
})
