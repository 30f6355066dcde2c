import { createNames, practiceRules, recordsOf } from '@hydra/hns'
import { createKeyPair } from '@hydra/identity'
import type { Peer } from '@hydra/peer'
import type { NodeLink } from '@hydra/peer/node'
import { createRecordSet, memoryStore } from '@hydra/records'
import { openNodeListener } from '@hydra/transports/node-listener'
import type { Page } from 'playwright'
import { expect, onTestFinished } from 'vitest'
import { buildPage, openBrowser } from '../browser/open-browser.ts'
import { type Daemon, type Home, openHome } from '../node/hydra.ts'
import { publishGuest, startNeighbour } from './cast.ts'
import { go, LONG } from './open-dashboard.ts'

/** A node in the middle of things: neighbours and a tab, files, a ledger that forked, services, requests. */
export async function prepare(): Promise<Home> {
  const home = await openHome()
  const daemon = await home.start()
  const neighbours = await Promise.all(addressesOf(daemon).map(startNeighbour))
  const [ada] = neighbours as [Peer<NodeLink>]
  await joinByTab(daemon)
  await growLedger(neighbours)
  await shareFiles(neighbours)
  await publishGuest(ada)
  await expect.poll(() => home.json('services', 'search'), LONG).toHaveLength(1)
  const server = await openNodeListener({ handler: async () => Response.json({ notes: ['tea', 'bread'] }) })
  onTestFinished(() => server.close())
  await home.hydra('services', 'host', server.url, '--as', 'notes')
  const [{ manifest } = { manifest: '' }] = await home.json<{ manifest: string }>('services', 'search')
  await home.hydra('services', 'run', manifest, '--yes', '--as', 'visitor-count')
  return home
}

/** Asks some of what there is, so that there is something to see. */
async function makeRequests(home: Home): Promise<void> {
  const services = await home.json<{ url: string }>('services', 'ls')
  for (const { url } of services) {
    await Promise.all([
      home.hydra('services', 'fetch', `${url}list`),
      home.hydra('services', 'fetch', `${url}list?page=2`, '--direct'),
    ])
  }
  await home.hydra('services', 'fetch', 'hydra://no-such-name/')
}

function addressesOf({ address }: Daemon): string[] {
  return [address, address.replace(/\/ws$/, '/http').replace('/ws/', '/http/'), address, address]
}

async function joinByTab({ address }: Daemon): Promise<void> {
  const tabs = await openBrowser()
  onTestFinished(() => tabs.close())
  const page = await buildPage(new URL('pages/tab.ts', import.meta.url))
  for (let left = 2; left > 0; left--) {
    const tab = await tabs.openTab<typeof import('./pages/tab.ts')>(page)
    await tab.call('join', address)
  }
}

/** Claims by several, a fork that did not know of them, and a block that joins it. */
async function growLedger(neighbours: readonly Peer<NodeLink>[]): Promise<void> {
  const [ada] = neighbours as [Peer<NodeLink>]
  const claim = async (name: string, title: string) => ada.names.claim(name, await createKeyPair(), { title })
  await claim('north-pier', 'Pictures from the pier')
  await claim('whales', 'Whales of the north')
  await claim('notes', 'Everybody’s notes')
  const records = await createRecordSet({ ...recordsOf(practiceRules()), store: memoryStore() })
  const apart = await createNames({ records, rules: practiceRules() })
  for await (const { bytes } of ada.names.records.range()) await records.add(bytes)
  await apart.claim('whales', await createKeyPair(), { title: 'Whales, too' })
  await apart.claim('tide-tables', await createKeyPair(), { title: 'Tides' })
  await claim('guest-book', 'Guest book')
  await claim('poll', 'What shall we bake?')
  await claim('choir', 'Thursday choir')
  for await (const { bytes } of records.range()) await ada.names.records.add(bytes)
  await claim('ferry-times', 'When it goes')
  await claim('bread', 'A slow recipe')
  await apart.close()
  await records.close()
}

async function shareFiles(neighbours: readonly Peer<NodeLink>[]): Promise<void> {
  const files = [
    ['whale.jpg', 'image/jpeg', 'Seen from the pier, before anybody was up.', ['sea', 'winter']],
    ['song of the sea.mp3', 'audio/mpeg', 'Two minutes of a humpback.', ['sea']],
    ['tides.pdf', 'application/pdf', 'For next year.', ['sea', 'tables']],
    ['bread.txt', 'text/plain', 'Flour, water, salt, time.', ['kitchen']],
  ] as const
  const [ada] = neighbours as [Peer<NodeLink>]
  for (const [at, [name, mediaType, description, tags]] of files.entries()) {
    const content = new TextEncoder().encode(name.repeat(20_000 * (at + 1)))
    let cid = ''
    for (const { files: own } of neighbours.slice(0, at + 1)) {
      cid = await own.add(content)
      await own.provide(cid)
    }
    await ada.index.publish(ada.identity.author, { name, mediaType, description, tags, cid, bytes: content.length })
  }
}

/** Visits every screen, and tells of each once it is settled. */
export async function tour(page: Page, home: Home, see: (name: string) => Promise<void>): Promise<void> {
  await page.getByText('Live', { exact: true }).waitFor({ ...LONG, state: 'attached' })
  await page.locator('.spot.is-connected').nth(4).waitFor(LONG)
  await see('network')
  await page.locator('.spot.is-connected').first().click()
  await page.getByRole('article').scrollIntoViewIfNeeded()
  await see('peer')
  await go(page, 'Requests')
  await makeRequests(home)
  await page.locator('.request').nth(5).waitFor(LONG)
  await see('requests')
  await go(page, 'Files')
  await page.getByLabel('Search the index').fill('sea')
  const first = page.getByRole('button', { name: 'Get whale.jpg' })
  await first.click(LONG)
  await page.getByRole('button', { name: 'No longer share whale.jpg' }).waitFor(LONG)
  await see('files')
  await go(page, 'Names')
  await page
    .getByRole('button', { name: /^whales by/ })
    .first()
    .click(LONG)
  await page.getByRole('region', { name: 'Claims on whales' }).waitFor(LONG)
  await see('names')
  await go(page, 'Services')
  await page.locator('.service').nth(1).waitFor(LONG)
  await see('services')
  await page.getByRole('button', { name: 'Look at Visitor count' }).click(LONG)
  await page.getByRole('heading', { name: 'Run Visitor count?' }).waitFor(LONG)
  await page.locator('.consent').scrollIntoViewIfNeeded()
  await see('consent')
  await go(page, 'Health')
  await page.getByRole('button', { name: 'Look at everything' }).click()
  await page.locator('.step').nth(7).waitFor(LONG)
  await see('health')
  await go(page, 'Network')
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await see('traffic')
}
