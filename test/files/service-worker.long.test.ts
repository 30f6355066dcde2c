import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, type AppTab, openApp } from './open-app.ts'
import type * as shelf from './pages/shelf.ts'

const shelfPage = new URL('./pages/shelf.ts', import.meta.url)
const workerScript = new URL('./pages/worker.ts', import.meta.url)

let app: App<typeof shelf>
let host: AppTab<typeof shelf>

beforeAll(async () => {
  app = await openApp(shelfPage, workerScript)
  host = await app.openTab()
  await host.call('serve')
}, 60_000)

afterAll(() => app.close())

// Chromium stops a worker after 30 seconds without an event, and an event after five minutes.
describe('a service worker that a browser would stop', () => {
  it('keeps an answer that says nothing for 45 seconds, twice', async () => {
    expect(await host.call('size', './services/slow?ms=45000')).toBe(2)
  })

  it('plays on after a pause of six minutes', async () => {
    await host.call('film', 'film', 100_000_000, 'webm')
    await host.call('play', './files/film?filename=film.webm', 0.1)
    await host.call('pause')
    await new Promise((resolve) => setTimeout(resolve, 360_000))
    await host.call('resume')
    expect(await host.call('seek', 0.9)).toBeLessThan(1_000)
  })
})
