import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NodeListener, openNodeListener } from '@hydra/transports/node-listener'
import { buildPage } from '../browser/build-page.ts'
import { type ProfiledBrowser, startChromium } from './chromium.ts'

/** A page at an address that stays, and browsers with a profile that stays. */
export interface Origin {
  readonly url: string
  readonly port: NodeListener
  /** A folder of this test's own. */
  readonly folder: string
  start(): Promise<ProfiledBrowser>
  close(): Promise<void>
}

export async function openOrigin(): Promise<Origin> {
  const page = await buildPage(new URL('./pages/tab.ts', import.meta.url))
  const folder = await mkdtemp(join(tmpdir(), 'records-'))
  const port = await openNodeListener({
    handler: async (request) => {
      const file = page.get(new URL(request.url).pathname)
      if (file === undefined) return new Response('Not found', { status: 404 })
      return new Response(file.body, { headers: { 'content-type': file.type } })
    },
  })
  const started: ProfiledBrowser[] = []
  return {
    url: port.url,
    port,
    folder,
    async start() {
      const browser = await startChromium(join(folder, 'profile'))
      started.push(browser)
      return browser
    },
    async close() {
      for (const browser of started) await browser.kill()
      await port.close()
      await rm(folder, { recursive: true, maxRetries: 5 })
    },
  }
}
