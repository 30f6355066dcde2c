import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { buildPage, openBrowser } from '../browser/open-browser.ts'
import { openHome } from '../node/hydra.ts'
import { openChromium } from '../picture-sharing/open-journal.ts'
import { publishGuest, startNeighbour } from './cast.ts'
import { buildDashboard, dashboardKb, dashboardLink, go, LONG, seriousFaults, visit } from './open-dashboard.ts'

let browser: Browser
beforeAll(async () => {
  await buildDashboard()
  browser = await openChromium()
})
afterAll(() => browser.close())

it('weighs less than a hundred kilobytes', async () => {
  expect(await dashboardKb()).toBeLessThan(100)
})

it('shows nothing without the token but what to do, and lets in who follows the link or pastes it', async () => {
  const home = await openHome()
  const { url } = await home.start()
  expect((await fetch(`${url}dashboard/feed`)).status).toBe(401)
  expect((await fetch(`${url}dashboard/feed`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
  const foreign = { origin: 'https://evil.example' }
  expect((await fetch(`${url}dashboard/`, { headers: foreign })).status).toBe(403)
  expect((await fetch(`${url}dashboard`, { redirect: 'manual' })).headers.get('location')).toBe('/dashboard/')
  const { page } = await visit(browser, `${url}dashboard/`)
  await page.getByRole('heading', { name: 'This takes the token of your node' }).waitFor()
  await page.getByText('hydra dashboard', { exact: true }).waitFor()
  expect(await seriousFaults(page, 'locked', 'light')).toEqual([])
  await page.getByLabel('Or paste the link here').fill('https://example.org')
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('alert').getByText('That is no link of a dashboard.').waitFor()
  const link = await dashboardLink(home)
  await page.getByLabel('Or paste the link here').fill(link)
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByText('Live', { exact: true }).waitFor(LONG)

  // As it is, under its own policy.
  const followed = await visit(browser, link, { bypassCSP: false })
  await followed.page.getByText('Live', { exact: true }).waitFor(LONG)
  expect(followed.page.url()).not.toContain('token')
  await followed.page.reload()
  await followed.page.getByText('Live', { exact: true }).waitFor(LONG)
  expect(followed.errors).toEqual([])
  // Each start has a token of its own.
  await followed.page.goto(`${url}dashboard/#token=${'of-an-earlier-start'.repeat(2)}`)
  await followed.page.getByRole('heading', { name: 'The node has started anew' }).waitFor(LONG)
})

it('shows a second node and a tab on the graph within three seconds, and when they have left', async () => {
  const [home, other] = [await openHome(), await openHome()]
  const [daemon, second] = [await home.start(), await other.start()]
  const tabs = await openBrowser()
  onTestFinished(() => tabs.close())
  const tab = await tabs.openTab<typeof import('./pages/tab.ts')>(
    await buildPage(new URL('pages/tab.ts', import.meta.url)),
  )
  const here = await visit(browser, await dashboardLink(home))
  const there = await visit(browser, await dashboardLink(other))
  await here.page.getByText('Nobody else is known yet.').waitFor(LONG)

  await home.hydra('peers', 'connect', second.address)
  const soon = { timeout: 3_000 }
  await here.page.getByRole('button', { name: /connected, over WebSocket, direct/ }).waitFor(soon)
  await there.page.getByRole('button', { name: /connected, over WebSocket, direct/ }).waitFor(soon)

  const id = await tab.call('join', daemon.address)
  const spot = here.page.getByRole('button', { name: new RegExp(`^…${id.slice(-6)} .*connected`) })
  await spot.waitFor(soon)
  // By keyboard alone: one stop of the Tab key, and the arrows from there.
  await here.page.locator('.spot').first().focus()
  for (let left = 4; left > 0 && !(await spot.evaluate((each) => each === document.activeElement)); left--)
    await here.page.keyboard.press('ArrowRight')
  await here.page.keyboard.press('Enter')
  await here.page
    .getByRole('article', { name: `Peer …${id.slice(-6)}` })
    .getByText(id)
    .waitFor()

  // A page that looks on is nothing to wait for: it ends by itself, and in time.
  expect(await second.stop()).toBe(0)
  await here.page.getByRole('group', { name: '1 peer connected' }).waitFor(LONG)
  await there.page.getByRole('alert').getByText('The node does not answer.').waitFor(LONG)
})

it('searches, shares, claims, runs and stops a guest, hears its requests and its log, and has no serious fault', async () => {
  const home = await openHome()
  const daemon = await home.start()
  const neighbour = await startNeighbour(daemon.address)
  const { page, errors } = await visit(browser, await dashboardLink(home))
  const faults: string[] = []
  const look = async (name: string): Promise<void> => void faults.push(...(await seriousFaults(page, name, 'light')))
  await page.getByRole('group', { name: '1 peer connected' }).waitFor(LONG)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
  await look('network')

  await go(page, 'Files')
  const whale = { name: 'whale.txt', mimeType: 'text/plain', buffer: Buffer.from('A whale of a file.') }
  await page.getByLabel(/Share files/).setInputFiles(whale)
  await page.getByRole('link', { name: 'whale.txt' }).first().waitFor(LONG)
  await page.getByLabel('Search the index').fill('whale')
  await page.getByText('1 file found').waitFor(LONG)
  const bytes = new TextEncoder().encode('The song of the whale')
  const cid = await neighbour.files.add(bytes)
  await neighbour.files.provide(cid)
  const about = { name: 'song.txt', bytes: bytes.length, mediaType: 'text/plain', cid, tags: ['sea'] }
  await neighbour.index.publish(neighbour.identity.author, about)
  await expect.poll(() => home.json('files', 'search', 'song'), LONG).toHaveLength(1)
  await page.getByLabel('Search the index').fill('song')
  await page.getByRole('button', { name: 'Get song.txt' }).click(LONG)
  await page.getByRole('button', { name: 'No longer share song.txt' }).waitFor(LONG)
  await look('files')

  await go(page, 'Names')
  await page.getByLabel('Name', { exact: true }).fill('my-notes')
  await page.getByLabel('Title').fill('My notes')
  await page.getByRole('button', { name: 'Claim' }).click()
  await page.getByText('my-notes is claimed.').waitFor(LONG)
  await page.getByRole('button', { name: /^my-notes by/ }).click(LONG)
  await page.getByRole('region', { name: 'Claims on my-notes' }).getByText('My notes').waitFor(LONG)
  await page.getByLabel('Search names').fill('notes')
  await page.getByText('1 claim found').waitFor(LONG)
  await page
    .locator('.finder')
    .getByRole('button', { name: /^Pin my-notes/ })
    .click()
  await page
    .locator('.finder')
    .getByRole('button', { name: /^Unpin my-notes/ })
    .waitFor(LONG)
  expect(await home.json('names', 'resolve', 'my-notes')).toMatchObject([{ name: 'my-notes', pinned: true }])
  await look('names')

  await publishGuest(neighbour)
  await expect.poll(() => home.json('services', 'search'), LONG).toHaveLength(1)
  await go(page, 'Services')
  await page.getByRole('button', { name: 'Look at Visitor count' }).click(LONG)
  await page.getByText('It writes lines to your log.').waitFor(LONG)
  await look('consent')
  await page.getByRole('button', { name: 'Agree and run' }).click()
  const card = page.locator('.service').filter({ hasText: 'Visitor count' })
  await card.getByText('running').waitFor(LONG)
  const [{ url } = { url: '' }] = await home.json<{ url: string }>('services', 'ls')
  expect(await (await neighbour.services.fetch(url)).text()).toBe('Visitor 1')
  await card.getByText('1 time').waitFor(LONG)
  await look('services')

  await home.hydra('services', 'fetch', `${url}direct?a=<b>`, '--direct')
  await go(page, 'Requests')
  const rows = page.locator('.request')
  await rows.filter({ hasText: 'You were asked' }).getByText('hidden').first().waitFor(LONG)
  await rows
    .filter({ hasText: '/direct?a=%3Cb%3E' })
    .filter({ hasText: 'You asked' })
    .getByText('direct', { exact: true })
    .waitFor(LONG)
  await look('requests')

  await go(page, 'Health')
  await page.getByText('visitor 1 came').waitFor(LONG)
  await page.getByRole('button', { name: 'Look at everything' }).click()
  await page.locator('.step').nth(7).waitFor(LONG)
  await look('health')

  await go(page, 'Services')
  await card.getByRole('button', { name: 'Stop Visitor count' }).click()
  await page.getByText('Nothing is hosted here yet.').waitFor(LONG)
  expect(await home.json('services', 'ls')).toEqual([])
  expect(faults).toEqual([])
  expect(errors).toEqual([])
})
