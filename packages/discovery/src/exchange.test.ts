import { describe, expect, it } from 'vitest'
import { exchange, serveExchange } from './exchange.ts'
import {
  decodeExchangeAnswer,
  encodeExchangeAnswer,
  encodeExchangeQuestion,
  EXCHANGE_PROTOCOL,
} from './exchange-message.ts'
import { createMemoryNetwork } from './testing/memory-network.ts'
import { seededRandom } from './testing/seeded-random.ts'
import { testSource } from './testing/source-suite.ts'
import { testPeer } from './testing/test-peer.ts'
import { virtualClock } from './testing/virtual-clock.ts'

async function neighbours() {
  const clock = virtualClock()
  const network = createMemoryNetwork(clock)
  const [alice, bob] = [network.join('alice', '/memory/alice'), network.join('bob', '/memory/bob')]
  await alice.dialer.dial('bob', ['/memory/bob'], { signal: new AbortController().signal })
  return { clock, network, alice, bob }
}

testSource('exchange', async () => {
  const { clock, alice, bob } = await neighbours()
  const known: Uint8Array[] = []
  await serveExchange({ calls: bob.calls, sample: () => known.slice(-8), clock })
  let number = 0
  return {
    source: exchange({ calls: alice.calls, clock, random: seededRandom(1) }),
    async appear() {
      const peer = await testPeer(++number)
      known.push((await peer.own()).signedRecord)
      return peer
    },
    pass: () => clock.advance(10_000),
  }
})

describe('peer exchange', () => {
  const ask = (alice: Awaited<ReturnType<typeof neighbours>>['alice'], question: Uint8Array) =>
    alice.calls.ask('bob', EXCHANGE_PROTOCOL, question, { signal: new AbortController().signal })

  it('shows at most eight records, however many there are', async () => {
    const { clock, alice, bob } = await neighbours()
    const records = Array.from({ length: 100 }, (_, index) => Uint8Array.of(index))
    await serveExchange({ calls: bob.calls, sample: () => records, clock })
    expect(decodeExchangeAnswer(await ask(alice, encodeExchangeQuestion(8)))).toHaveLength(8)
  })

  it('refuses noise, and whoever asks too often', async () => {
    const { clock, alice, bob } = await neighbours()
    await serveExchange({ calls: bob.calls, sample: () => [], clock })
    await expect(ask(alice, Uint8Array.of(9))).rejects.toThrow()
    const asked = await Promise.allSettled(Array.from({ length: 30 }, () => ask(alice, encodeExchangeQuestion(1))))
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(10)
    await clock.advance(2_000)
    await expect(ask(alice, encodeExchangeQuestion(1))).resolves.toBeDefined()
  })

  it('asks a new neighbour at once, and goes on when one answers nonsense, which counts as nobody', async () => {
    const { clock, network, alice, bob } = await neighbours()
    await bob.calls.answer(EXCHANGE_PROTOCOL, async () => Uint8Array.of(1, 2, 3))
    const life = new AbortController()
    const found: string[] = []
    const looking = (async () => {
      const source = exchange({ calls: alice.calls, clock, random: seededRandom(1) })
      for await (const { peerId } of source.find({ signal: life.signal })) found.push(peerId)
    })()
    await clock.advance(1_000)
    expect(found).toEqual([''])
    const carol = network.join('carol', '/memory/carol')
    const peer = await testPeer(1)
    const { signedRecord } = await peer.own()
    await carol.calls.answer(EXCHANGE_PROTOCOL, async () => encodeExchangeAnswer([Uint8Array.of(7), signedRecord]))
    await carol.dialer.dial('alice', ['/memory/alice'], { signal: life.signal })
    await clock.advance(10)
    expect(found).toEqual(['', '', peer.peerId])
    life.abort()
    await clock.advance(1)
    await looking
  })
})
