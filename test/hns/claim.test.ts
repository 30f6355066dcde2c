import { availableParallelism, loadavg } from 'node:os'
import { equihash, type Names, practiceRules } from '@hydra/hns'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Browser, buildPage, openBrowser, type Tab } from '../browser/open-browser.ts'
import type * as claimModule from './pages/claim.ts'

const LONG_MS = 50
// Of the ledger's own puzzle, a second's worth.
const WORK = 8
const SEARCHES = 20

let browser: Browser
let tab: Tab<typeof claimModule>
let names: Names
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  const rules = practiceRules({ puzzle: equihash({ threads: 0 }), work: WORK })
  const node = await createPeer(nodePeer({ acceptWeak: true, rules }))
  names = node.names
  browser = await openBrowser()
  closing.push(
    () => node.close(),
    () => browser.close(),
  )
  tab = await browser.openTab<typeof claimModule>(await buildPage(new URL('./pages/claim.ts', import.meta.url)))
  const addresses = node.link.node.getMultiaddrs().map(String)
  await tab.call(
    'join',
    addresses.filter((address) => address.includes('/ws')),
    WORK,
  )
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

it('a name is claimed in a tab, and resolved from a Node peer', async () => {
  const { key } = await tab.call('claim', 'from-a-tab')
  await new Promise<void>((resolve) => {
    const look = async (): Promise<void> => {
      if ((await names.resolve('from-a-tab')).length === 0) return
      stop()
      resolve()
    }
    const stop = names.onChange(() => void look())
    void look()
  })
  const claims = await names.resolve('from-a-tab')
  expect(claims).toMatchObject([{ key, payload: { title: 'From a tab' }, work: WORK, contested: false }])
  // Browsers ask for an icon.
  expect(tab.errors.filter((error) => !error.includes('404'))).toEqual([])
})

it('a page goes on animating while its workers mine', async () => {
  const shareOfLong = (gaps: readonly number[]): number => gaps.filter((gap) => gap >= LONG_MS).length / gaps.length
  const held = shareOfLong(await tab.call('mine', SEARCHES, 'page'))
  // As a control: a page that mines by itself is seen to stutter.
  expect(held).toBeGreaterThan(0.5)
  const gaps = await tab.call('mine', SEARCHES, 'workers')
  // On a machine that has other work as well, frames are late for that alone: there, it is far from the control. The mark
  // itself is measured in claim.long.test.ts. Two gaps are chance.
  const isQuiet = (loadavg()[0] ?? 0) < availableParallelism()
  expect(shareOfLong(gaps)).toBeLessThan(isQuiet ? 0.01 + 2 / gaps.length : held / 2)
})
