import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { describe, expect, it } from 'vitest'
import { testDeadRelays } from './dead-relays.ts'
import { curl, eventually } from './processes.ts'
import { answers, slices } from './slices.ts'

const MIB = 1024 ** 2
const { slice, openTab, folder } = slices()

describe.each(['ws', 'http'])('curl → gateway → relay → an API in a tab, hidden, over /%s', (transport) => {
  it('gives the right answers: JSON, a small body, and 1 MiB up and down', async () => {
    const { service } = await slice(transport)
    const json = await curl(`${service}/json?name=curl`)
    expect(JSON.parse(json.body.toString())).toEqual({ path: '/json', greeting: 'Hello, curl' })
    const sent = randomBytes(MIB)
    const file = join(folder(), `${transport}-1MiB`)
    writeFileSync(file, sent)
    const echoed = await curl('--data-binary', `@${file}`, `${service}/echo`)
    expect(echoed.body.equals(sent)).toBe(true)
  })

  it('streams in pieces, and nobody on the way holds more than its windows', async () => {
    const { service, tab, gateway, relay } = await slice(transport)
    const nodes = [gateway, relay]
    const used = async () => (await Promise.all(nodes.map((each) => each.state()))).map(({ usedBytes }) => usedBytes)
    const before = await used()
    const grown: number[] = []
    const file = join(folder(), `${transport}-40MiB`)
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

  it('goes on with a second tab that takes the key over when the first closes', async () => {
    const { service, tab, addresses, secret } = await slice(transport)
    const second = await openTab()
    await second.call('join', addresses)
    await second.call('host', secret)
    await tab.close()
    const { body } = await eventually(() => curl(`${service}/json?name=heir`), answers('heir'), 30_000)
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

testDeadRelays('ws')

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
