import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { fetchCases } from '@hydra/services/fetch-cases'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, buildPage, openBrowser, type Tab } from '../browser/open-browser.ts'
import type * as tabModule from './pages/tab.ts'

// A browser keeps cookies from scripts, in whatever Request and Response they make.
const differences: Readonly<Record<string, unknown>> = { 'sends a cookie': null, 'keeps several cookies apart': [] }

let browser: Browser
let caller: Tab<typeof tabModule>
const urls = { direct: '', hidden: '' }
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  const relay = await createPeer(nodePeer({ acceptWeak: true }))
  closing.push(() => relay.close())
  browser = await openBrowser()
  closing.push(() => browser.close())
  const page = await buildPage(new URL('./pages/tab.ts', import.meta.url))
  const addresses = relay.link.node.getMultiaddrs().map(String)
  const tabs = [await browser.openTab<typeof tabModule>(page), await browser.openTab<typeof tabModule>(page)]
  for (const tab of tabs)
    await tab.call(
      'join',
      addresses.filter((address) => address.includes('/ws')),
    )
  const [host, other] = tabs
  if (!host || !other) throw new Error('Two tabs were opened.')
  caller = other
  urls.direct = await host.call('host', 'direct')
  urls.hidden = await host.call('host', 'hidden')
}, 60_000)

afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

// With the delays that hide it, each request takes most of a second: a handful shows that they change nothing else.
const handful = fetchCases.filter((_, index) => index % 20 === 0)

describe.each([
  ['direct', fetchCases],
  ['hidden', handful],
] as const)('fetch: a tab asks another, %s', (privacy, cases) => {
  it.each(cases)('$name', async ({ name, expected }) => {
    const differs = Object.hasOwn(differences, name)
    const seen = await caller.call('run', name, urls[privacy], privacy)
    expect(seen).toEqual(differs ? differences[name] : expected)
  })
})
