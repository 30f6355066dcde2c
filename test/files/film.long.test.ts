import { setTimeout } from 'node:timers/promises'
import { nodeTransports } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { createLibp2p } from 'libp2p'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type App, openApp } from './open-app.ts'
import type * as cinema from './pages/cinema.ts'

const MEGABYTE = 1_000_000
// What plays takes 90 to 130 MB of a tab. All of the film beside it would be 100 more, and so would be a copy of it.
const MAX_GROWTH = 200 * MEGABYTE

const cleanup: Array<() => unknown> = []
let app: App<typeof cinema>
let relay = ''
beforeAll(async () => {
  app = await openApp(new URL('./pages/cinema.ts', import.meta.url), new URL('./pages/worker.ts', import.meta.url))
  const port = await openNodeListener()
  const node = await createLibp2p(nodeTransports({ port }))
  relay = node.getMultiaddrs()[0]?.toString() ?? ''
  cleanup.push(
    () => port.close(),
    () => node.stop(),
    () => app.close(),
  )
})
afterAll(async () => {
  for (const each of cleanup.splice(0).reverse()) await each()
})

it('plays a film of 100 MB from another tab while it is on its way, seeks, and holds little of it in memory', async () => {
  const [author, viewer] = [await app.openApart(), await app.openApart()]
  const address = await author.call('start', relay)
  await viewer.call('start', relay)
  const { cid, bytes } = await author.call('addFilm', 100 * MEGABYTE)
  await viewer.call('dial', address)
  expect((await viewer.call('over')).some((each) => each.includes('/webrtc/'))).toBe(true)
  const before = { author: await author.resident(), viewer: await viewer.resident() }
  const peak = { ...before }
  const over = new AbortController()
  const watching = (async () => {
    while (!over.signal.aborted) {
      peak.author = Math.max(peak.author, await author.resident())
      peak.viewer = Math.max(peak.viewer, await viewer.resident())
      await setTimeout(50)
    }
  })()
  const played = await viewer.call('play', `./files/${cid}?filename=film.webm`, 0.9)
  const wasOnItsWay = !(await viewer.call('isWhole', cid))
  // It plays on, and all of it comes.
  await viewer.call('pin', cid)
  over.abort()
  await watching
  console.log(JSON.stringify({ bytes, played, before, peak, sources: await viewer.call('sources') }))
  expect(wasOnItsWay).toBe(true)
  expect(played.startMs).toBeLessThan(2_000)
  expect(played.seekMs).toBeLessThan(1_000)
  expect(await viewer.call('isWhole', cid)).toBe(true)
  expect(peak.author - before.author).toBeLessThan(MAX_GROWTH)
  expect(peak.viewer - before.viewer).toBeLessThan(MAX_GROWTH)
  await viewer.close()
  await author.close()
})
