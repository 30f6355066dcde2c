import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, type AppTab, openApp } from './open-app.ts'
import type * as shelf from './pages/shelf.ts'

const shelfPage = new URL('./pages/shelf.ts', import.meta.url)
const workerScript = new URL('./pages/worker.ts', import.meta.url)

const MEGABYTE = 1_000_000
const film = './files/film?filename=film.webm'
const page = '<title>still</title><script>document.title = "moved"</script>'

let app: App<typeof shelf>
/** The tab that has the files. */
let host: AppTab<typeof shelf>

beforeAll(async () => {
  // Below a path, as on many static hosts: the worker's scope is not the whole origin.
  app = await openApp(shelfPage, workerScript, '/an/app/')
  host = await app.openTab()
  await host.call('serve')
  await host.call('film', 'film', 100 * MEGABYTE, 'webm')
  await host.call('picture', 'picture', 33)
  await host.call('text', 'page', page)
}, 60_000)

afterAll(() => app.close())

describe('files by URL in a page', () => {
  it('plays a film of 100 MB within two seconds, seeks within one more, and reads little of it', async () => {
    const before = await host.call('readSoFar')
    const { startMs, seekMs, seconds } = await host.call('play', film, 0.9)
    const after = await host.call('readSoFar')
    expect(seconds).toBeGreaterThan(30)
    expect(startMs).toBeLessThan(2_000)
    expect(seekMs).toBeLessThan(1_000)
    expect(after.bytes - before.bytes).toBeLessThan(40 * MEGABYTE)
  })

  it('plays a film that has its index at the end, as cameras write it', async () => {
    await host.call('film', 'mp4', 20 * MEGABYTE, 'mp4')
    expect((await host.call('play', './files/mp4?filename=a.mp4', 0.9)).seconds).toBeGreaterThan(5)
  })

  it('shows in one tab what another has, and asks nothing of the host', async () => {
    const guest = await app.openTab()
    expect(await guest.call('show', './files/picture')).toBe(33)
    expect(await guest.call('status', './files/unknown')).toBe(404)
    // Outside the worker's scope it is the host's business: the control for what is not asked of it.
    expect(await guest.call('status', '/files/unknown')).toBe(404)
    expect(app.strayRequests.filter((path) => path.includes('files'))).toEqual(['/files/unknown'])
    await guest.page.close()
  })

  it('goes on from another tab when the one that answered is closed', async () => {
    const [answering, guest] = [await app.openTab(), await app.openTab()]
    await answering.call('take')
    await answering.call('serve')
    await host.call('stop')
    await guest.call('play', film, 0.1)
    expect((await answering.call('readSoFar')).bytes).toBeGreaterThan(0)
    await host.call('serve')
    await answering.page.close()
    expect(await guest.call('seek', 0.9)).toBeLessThan(5_000)
    await guest.page.close()
  })

  it('goes on while the app releases a new worker, which takes over when nothing is being read', async () => {
    await host.call('play', film, 0.1)
    app.release(2)
    const isNew = host.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      const old = registration.active
      const changed = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done))
      await registration.update()
      await changed
      return registration.active !== old && navigator.serviceWorker.controller === registration.active
    })
    await host.call('seek', 0.5)
    await host.call('leave')
    expect(await isNew).toBe(true)
    expect((await host.call('play', film, 0.9)).seekMs).toBeLessThan(5_000)
    await host.call('leave')
  })

  it('works again after a reload that passes by the worker', async () => {
    const tab = await app.openTab()
    const isControlled = () => tab.page.evaluate(() => navigator.serviceWorker.controller !== null)
    const devtools = await tab.page.context().newCDPSession(tab.page)
    await tab.page.evaluate(() => Object.assign(globalThis, { tab: undefined }))
    await devtools.send('Page.reload', { ignoreCache: true })
    await tab.page.waitForFunction(() => (globalThis as { tab?: unknown }).tab !== undefined)
    expect(await isControlled()).toBe(false)
    await tab.call('serve')
    expect(await isControlled()).toBe(true)
    await tab.page.close()
  })

  it('waits for a page that is still loading', async () => {
    await host.call('stop')
    const tab = await app.openTab()
    const shown = tab.call('show', './files/drawn-later')
    await tab.call('picture', 'drawn-later', 44)
    await tab.call('serve')
    expect(await shown).toBe(44)
    await tab.page.close()
    await host.call('serve')
  })

  it('stops reading when nobody wants the answer any more', async () => {
    const { left } = await host.call('readSoFar')
    await host.page.evaluate(async () => {
      const leaving = new AbortController()
      await fetch('./services/slow?ms=60000', { signal: leaving.signal })
      leaving.abort()
    })
    await expect.poll(async () => (await host.call('readSoFar')).left).toBe(left + 1)
  })

  it("never runs a stored page's scripts in the app's origin", async () => {
    const visitor = await app.openTab()
    const titleOf = async (path: string) => {
      await visitor.page.goto(new URL(path, app.url).href)
      return visitor.page.title()
    }
    expect(await titleOf('files/page?filename=page.html')).toBe('still')
    expect(await titleOf('files/bare')).toBe('moved')
    await visitor.page.close()
  })

  it('says so when no page answers such paths, and when the script lies where it cannot answer for the page', async () => {
    expect(await host.call('status', './services/other')).toBe(503)
    await expect(host.call('serve', './below/worker.js')).rejects.toThrow(/Move its script up/)
  })
})
