import { createNames, equihash, type Names, practiceRules, recordsOf } from '@hydra/hns'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { createRecordSet, memoryStore } from '@hydra/records'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Browser, buildPage, openBrowser, type Page } from '../browser/open-browser.ts'
import type * as claimModule from './pages/claim.ts'

const LONG_MS = 50
// Of the ledger's own puzzle a second's worth: the page has as much to bear as by any claim.
const WORK = 12

let browser: Browser
let page: Page
let addresses: string[]
let names: Names
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  const node = await createPeer(nodePeer({ acceptWeak: true }))
  addresses = node.link.node
    .getMultiaddrs()
    .map(String)
    .filter((address) => address.includes('/ws'))
  const rules = practiceRules({ puzzle: equihash({ threads: 0 }), work: WORK })
  const records = await createRecordSet({ ...recordsOf(rules), store: memoryStore(), gossip: node.records.gossip })
  node.records.add(records)
  names = await createNames({ records, rules })
  browser = await openBrowser()
  page = await buildPage(new URL('./pages/claim.ts', import.meta.url))
  closing.push(
    () => node.close(),
    () => records.close(),
    () => names.close(),
    () => browser.close(),
  )
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

const changed = (): Promise<void> => {
  return new Promise((resolve) => {
    const stop = names.onChange(() => {
      stop()
      resolve()
    })
  })
}
const shareOfLong = (gaps: readonly number[]): number => gaps.filter((gap) => gap >= LONG_MS).length / gaps.length

it('a name is claimed in a tab that goes on animating, and is resolved from a Node peer', async () => {
  const tab = await browser.openTab<typeof claimModule>(page)
  await tab.call('join', addresses, { work: WORK })
  const idle = await tab.call('idle', 1500)
  const { key, gaps, progress } = await tab.call('claim', 'from-a-tab')
  expect(progress).toBeGreaterThan(0)

  const busy = await browser.openTab<typeof claimModule>(page)
  await busy.call('join', addresses, { work: WORK, threads: 0 })
  const held = await busy.call('claim', 'from-a-page')
  // As a control: a page that mines by itself is seen to stutter.
  expect(shareOfLong(held.gaps)).toBeGreaterThan(0.5)
  // What the machine does not manage without mining, mining is not to blame for; and two gaps are chance.
  expect(shareOfLong(gaps)).toBeLessThanOrEqual(Math.max(0.01, 2 * shareOfLong(idle)) + 2 / gaps.length)

  while ((await names.resolve('from-a-tab')).length === 0) await changed()
  expect(await names.resolve('from-a-tab')).toMatchObject([{ key, payload: { title: 'From a tab' }, contested: false }])
  // Browsers ask for an icon.
  expect(tab.errors.filter((error) => !error.includes('404'))).toEqual([])
})
