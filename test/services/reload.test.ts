import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import type { Names } from '@hydra/services'
import { hc } from 'hono/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Browser, buildPage, openBrowser } from '../browser/open-browser.ts'
import type { app } from './notes-app.ts'
import type * as notesModule from './pages/notes.ts'

let browser: Browser
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  browser = await openBrowser()
  closing.push(() => browser.close())
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

it('a Hono app in a tab is called by name from Node, and is back by itself after a reload, under the same key', async () => {
  const table = new Map<string, Awaited<ReturnType<Names['resolve']>>>()
  const node = await createPeer(nodePeer({ acceptWeak: true, names: { resolve: async (name) => table.get(name) } }))
  closing.push(() => node.close())
  const addresses = node.link.node.getMultiaddrs().map(String)
  const page = await buildPage(new URL('./pages/notes.ts', import.meta.url))
  const tab = await browser.openTab<typeof notesModule>(page)
  const dial = addresses.filter((address) => address.includes('/ws'))
  const key = await tab.call('begin', dial)
  table.set('notes', { key: key as never, trust: 'petname' })

  const fetch: typeof globalThis.fetch = (input, init) => node.services.fetch(input, { privacy: 'direct', ...init })
  const client = hc<typeof app>('hydra://notes/', { fetch })
  const greet = async (name: string) => (await client.greeting.$get({ query: { name } })).json()
  expect(await greet('Ada')).toEqual({ text: 'Hello, Ada' })
  const note = await client.notes[':id'].$post({ param: { id: '7' }, json: { text: 'four' } })
  expect([note.status, await note.json()]).toEqual([201, { id: '7', length: 4 }])
  expect(await (await fetch('hydra://notes/count')).text()).toBe('one two three')
  const ticks = await (await fetch('hydra://notes/ticks')).text()
  expect([...ticks.matchAll(/data: (\d)/g)].map(([, tick]) => tick)).toEqual(['0', '1', '2'])

  for (let reload = 0; reload < 2; reload++) {
    await tab.reload()
    expect(await greet(`again ${reload}`)).toEqual({ text: `Hello, again ${reload}` })
  }
})
