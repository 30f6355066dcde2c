import { randomBytes } from 'node:crypto'
import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, buildPage, openBrowser, type Page, type Tab } from '../browser/open-browser.ts'
import type * as tabModule from './pages/tab.ts'
import { type Curled, curl, eventually, type NodeProcess, startNode } from './processes.ts'

const MIB = 1024 ** 2

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

describe.each(['ws', 'http'])('curl → gateway → relay → an API in a tab, hidden, over /%s', (transport) => {
  it('gives the right answers: JSON, a small body, and 1 MiB up and down', async () => {
    const { service } = await slice(transport)
    const json = await curl(`${service}/json?name=curl`)
    expect(JSON.parse(json.body.toString())).toEqual({ path: '/json', greeting: 'Hello, curl' })
    const sent = randomBytes(MIB)
    const file = join(folder, `${transport}-1MiB`)
    writeFileSync(file, sent)
    const echoed = await curl('--data-binary', `@${file}`, `${service}/echo`)
    expect(echoed.body.equals(sent)).toBe(true)
  })

  it('streams 40 MB in pieces, and nobody on the way holds more than its windows', async () => {
    const { service, tab, gateway, relay } = await slice(transport)
    const nodes = [gateway, relay]
    const used = async () => (await Promise.all(nodes.map((each) => each.state()))).map(({ usedBytes }) => usedBytes)
    const before = await used()
    const grown: number[] = []
    const file = join(folder, `${transport}-40MiB`)
    const reading = curl('--output', file, `${service}/stream?bytes=${40 * MIB}`)
    const ahead: number[] = []
    await eventually(
      async () => {
        const { producedBytes, heapBytes } = await tab.call('look')
        expect(heapBytes).toBeLessThan(96 * MIB)
        const readBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
        ahead.push(producedBytes - readBytes)
        grown.push(...(await used()).map((bytes, index) => bytes - (before[index] ?? 0)))
        return readBytes
      },
      (readBytes) => readBytes === 40 * MIB,
      110_000,
    )
    expect((await reading).exitCode).toBe(0)
    expect(readFileSync(file).every((byte, index) => byte === (Math.floor(index / 65_536) & 255))).toBe(true)
    expect(ahead.length).toBeGreaterThan(10)
    expect(Math.max(...ahead)).toBeLessThan(8 * MIB)
    // Windows grow up to 4 MiB from end to end, and half a MiB on each hop; the rest is what a collector leaves.
    expect(Math.max(...grown)).toBeLessThan(24 * MIB)
  })

  it('tells the tab within a second that curl gave up', async () => {
    const { service, tab } = await slice(transport)
    const gaveUp = await curl('--max-time', '3', `${service}/slow`)
    expect(gaveUp.exitCode).toBe(28)
    const { slow, aborted } = await eventually(
      () => tab.call('look'),
      (look) => look.aborted > 0,
      1_000,
    )
    expect([slow, aborted]).toEqual([1, 1])
  })

  it('says 502 or 504 when the only relay dies in the middle, and succeeds by another one', async () => {
    const { service, tab, relay, gateway } = await slice(transport)
    const asking = curl('--write-out', '%{http_code}', `${service}/slow`)
    await eventually(
      () => tab.call('look'),
      (look) => look.slow > 0,
      10_000,
    )
    await relay.kill()
    const { body } = await asking
    expect(body.toString()).toMatch(/"title".*(502|504)$/)
    const other = await node({})
    const [address = ''] = addressesOf(other, transport)
    await Promise.all([tab.call('dial', address), gateway.dial(address)])
    const second = await eventually(() => curl(`${service}/json?name=again`), answers('again'), 20_000)
    expect(second.body.toString()).toContain('Hello, again')
  })

  it('goes on by the other relay when one of two dies in the middle of an answer', async () => {
    const { service, tab, relay } = await slice(transport, { relays: 2 })
    const asking = curl(`${service}/stream?bytes=${4 * MIB}`)
    await eventually(
      () => tab.call('look'),
      (look) => look.producedBytes > MIB,
      20_000,
    )
    await relay.kill()
    expect((await asking).body.length).toBe(4 * MIB)
  })

  it('goes on with a second tab that takes the key over when the first closes', async () => {
    const { service, tab, addresses, secret } = await slice(transport)
    const second = await openTab()
    await second.call('join', addresses)
    await second.call('host', secret)
    await tab.close()
    const { body } = await eventually(() => curl(`${service}/json?name=heir`), answers('heir'), 20_000)
    expect(JSON.parse(body.toString()).greeting).toBe('Hello, heir')
  })

  it('shows the relay neither what is said nor who asks or answers', async () => {
    const { service, relay, gateway, tabId, key } = await slice(transport, { record: true })
    const secret = `between-us-${randomBytes(8).toString('hex')}`
    const { body } = await curl('--data-binary', secret, `${service}/echo`)
    expect(body.toString()).toBe(secret)
    const { recorded } = await relay.state()
    const written = recorded.join('\n')
    for (const hidden of [secret, gateway.peerId, tabId]) {
      expect(written).not.toContain(Buffer.from(hidden).toString('hex'))
    }
    // The control: the recorder sees what is there, such as the service's key.
    expect(written).toContain(Buffer.from(publicKeyToBytes(key as PublicKey)).toString('hex'))
  })
})

// On a loaded machine a handshake between two tabs times out now and then, as in life: then it is tried again.
it('a second tab that reaches the first by WebRTC calls it with the relay gone', { retry: 2 }, async () => {
  const { tab, tabId, relay, key } = await slice('ws')
  const caller = await openTab()
  await caller.call('join', [])
  await caller.call('dial', await tab.call('address'))
  const connected = await eventually(
    () => caller.call('look'),
    (look) => look.connections.some(isDirect),
    10_000,
  )
  expect(connected.connections).toContainEqual({ peer: tabId, over: 'webrtc' })
  await relay.kill()
  const answer = await eventually(
    () => caller.call('ask', `hydra://${key}/echo`, 'tab to tab'),
    ({ status }) => status === 200,
    20_000,
  )
  expect(answer).toEqual({ status: 200, text: 'tab to tab' })
})

const isDirect = ({ over }: { over?: string | undefined }): boolean => over === 'webrtc'

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

function addressesOf({ addresses }: NodeProcess, transport: string): readonly string[] {
  return addresses.filter((address) => address.includes(`/${transport}/`))
}

const answers =
  (text: string) =>
  ({ body }: Curled): boolean =>
    body.includes(text)
