import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Browser, buildPage, openBrowser, type Page, type Tab } from '../browser/open-browser.ts'
import type * as tabModule from './pages/tab.ts'
import { type Curled, curl, eventually, type NodeProcess, startNode } from './processes.ts'

/** Slices for the tests around this call: each ends with its test. */
export function slices() {
  let browser: Browser
  let page: Page
  let folder: string
  const cleanup: Array<() => Promise<unknown>> = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hydra-slice-'))
    browser = await openBrowser()
    page = await buildPage(new URL('./pages/tab.ts', import.meta.url))
  })
  afterEach(async () => {
    for (const each of cleanup.splice(0).reverse()) await each()
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await browser.close()
  })

  /** Starts relay, gateway and tab; the tab hosts the app, and the gateway has heard of it. */
  async function slice(transport: string, { relays: count = 1, record = false } = {}) {
    const relays: NodeProcess[] = []
    for (let index = 0; index < count; index++) relays.push(await node({ record }))
    const addresses = relays.flatMap((each) => addressesOf(each, transport))
    const gateway = await node({ dial: addresses })
    const tab = await openTab()
    const tabId = await tab.call('join', addresses)
    const secret = new Uint8Array(randomBytes(32))
    const key = await tab.call('host', secret)
    const service = `${gateway.url}/services/${key}`
    await eventually(() => curl(`${service}/json`), answers('greeting'), 20_000)
    const [relay] = relays
    if (!relay) throw new Error('A slice has at least one relay.')
    return { relay, gateway, tab, tabId, key, secret, service, addresses }
  }

  async function node(options: { dial?: readonly string[]; record?: boolean }): Promise<NodeProcess> {
    const started = await startNode(options)
    cleanup.push(() => started.kill())
    return started
  }

  async function openTab(): Promise<Tab<typeof tabModule>> {
    const tab = await browser.openTab<typeof tabModule>(page)
    cleanup.push(() => tab.close())
    return tab
  }

  return { slice, node, openTab, folder: () => folder }
}

export function addressesOf({ addresses }: NodeProcess, transport: string): readonly string[] {
  return addresses.filter((address) => address.includes(`/${transport}/`))
}

export const answers =
  (text: string) =>
  ({ body }: Curled): boolean =>
    body.includes(text)
