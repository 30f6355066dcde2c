import { describe, expect, it } from 'vitest'
import { curl, eventually } from './processes.ts'
import { addressesOf, answers, slices } from './slices.ts'

const MIB = 1024 ** 2

/** What remains when a relay dies. A session of plain HTTP outlives half a minute without a line, and so takes long. */
export function testDeadRelays(transport: 'ws' | 'http'): void {
  describe(`relays that die, over /${transport}`, () => {
    const { slice, node } = slices()

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
  })
}
