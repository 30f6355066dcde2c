import { describe, expect, it } from 'vitest'
import { createTracker } from './tracker.ts'
import { encodeAnswer, encodeQuestion, decodeAnswer, type TrackerAnswer } from './message.ts'
import { trackerHandler } from './handler.ts'
import { overCalls, overHttp, serveTracker } from './ask.ts'
import { tracker as trackerSource } from './source.ts'
import { topicKey } from '../topic.ts'
import { createMemoryNetwork } from '../testing/memory-network.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { testSource } from '../testing/source-suite.ts'
import { type TestPeer, testPeer } from '../testing/test-peer.ts'
import { virtualClock } from '../testing/virtual-clock.ts'
import * as contract from './index.ts'

const topic = topicKey('pictures')
const life = (): AbortSignal => new AbortController().signal

function fresh(options: Parameters<typeof createTracker>[0] = {}) {
  const clock = virtualClock()
  const tracker = createTracker({ clock, random: seededRandom(1), ...options })
  const say = async (peer: TestPeer, group = peer.peerId, sequence = 1n): Promise<TrackerAnswer> => {
    const record = await peer.sign([peer.address], sequence)
    return tracker.answer(encodeQuestion({ topic, want: 16, record }), { party: group })
  }
  const ask = (group = 'asker'): Promise<TrackerAnswer> =>
    tracker.answer(encodeQuestion({ topic, want: 16 }), { party: group })
  const count = async (): Promise<number> => {
    const answer = await ask('counter')
    return 'refused' in answer ? -1 : answer.records.length
  }
  return { clock, tracker, say, ask, count }
}

it('exports what it promises, and nothing else', () => {
  const promised = ['createTracker', 'overCalls', 'overHttp', 'serveTracker', 'tracker', 'trackerHandler']
  expect(Object.keys(contract).sort()).toEqual(promised)
})

describe('a tracker', () => {
  it('introduces peers of a topic, not oneself, and not those of other topics', async () => {
    const { tracker, say } = fresh()
    const [alice, bob] = [await testPeer(1), await testPeer(2)]
    expect(await say(alice)).toMatchObject({ records: [] })
    expect(await say(bob)).toMatchObject({ records: [(await alice.own()).signedRecord] })
    const elsewhere = encodeQuestion({ topic: topicKey('music'), want: 16 })
    expect(await tracker.answer(elsewhere, { party: 'x' })).toMatchObject({ records: [] })
  })

  it('forgets who does not come back', async () => {
    const { clock, say, count } = fresh()
    await say(await testPeer(1))
    await clock.advance(899_000)
    expect(await count()).toBe(1)
    await clock.advance(2_000)
    expect(await count()).toBe(0)
  })

  it('keeps the newer of two records, in whatever order they come', async () => {
    const { say, ask } = fresh()
    const peer = await testPeer(1)
    await say(peer, 'home', 2n)
    await say(peer, 'liar', 1n)
    expect(await ask()).toMatchObject({ records: [(await peer.own(2n)).signedRecord] })
  })

  it('answers at most as many as were wanted, and not always the same', async () => {
    const { tracker, say } = fresh()
    for (let number = 0; number < 40; number++) await say(await testPeer(number))
    const answers = new Set<string>()
    for (let round = 0; round < 5; round++) {
      const answer = await tracker.answer(encodeQuestion({ topic, want: 3 }), { party: 'asker' })
      if ('refused' in answer) throw new Error('It refused.')
      expect(answer.records).toHaveLength(3)
      answers.add(JSON.stringify(answer.records))
    }
    expect(answers.size).toBeGreaterThan(1)
  })

  it('lets one address bring only so many peers, whatever their names', async () => {
    const { say, count } = fresh({ maxPerAddress: 3 })
    for (let number = 0; number < 3; number++)
      expect(await say(await testPeer(number), 'one')).toHaveProperty('records')
    expect(await say(await testPeer(3), 'one')).toMatchObject({ refused: 'full' })
    expect(await say(await testPeer(3), 'two')).toHaveProperty('records')
    expect(await say(await testPeer(1), 'one', 2n)).toHaveProperty('records')
    expect(await count()).toBe(4)
  })

  it('refuses whoever asks too often, says for how long, and goes on serving others', async () => {
    const { clock, ask } = fresh({ maxPerMinute: 5 })
    for (let round = 0; round < 5; round++) expect(await ask('flood')).toHaveProperty('records')
    expect(await ask('flood')).toEqual({ refused: 'too-often', retryS: 12 })
    expect(await ask('other')).toHaveProperty('records')
    await clock.advance(12_000)
    expect(await ask('flood')).toHaveProperty('records')
  })

  it('holds no more than its bounds, and gives way to the new where one topic is full', async () => {
    const { tracker, say, count } = fresh({ maxPerTopic: 4, maxNotices: 6 })
    for (let number = 0; number < 10; number++) await say(await testPeer(number))
    expect(await count()).toBe(4)
    expect(tracker.figures().notices).toBe(4)
    for (let number = 0; number < 10; number++) {
      const record = (await (await testPeer(number)).own()).signedRecord
      const question = encodeQuestion({ topic: topicKey(`topic ${number}`), want: 0, record })
      await tracker.answer(question, { party: `group ${number}` })
    }
    expect(tracker.figures()).toMatchObject({ notices: 6, refused: { full: 8 } })
  })

  it('refuses forged cards, foreign cards, private addresses, and noise, each by name', async () => {
    const { tracker } = fresh()
    const [alice, mallory] = [await testPeer(1), await testPeer(2)]
    const { signedRecord } = await alice.own()
    const send = (record: Uint8Array, peerId?: string): Promise<TrackerAnswer> =>
      tracker.answer(encodeQuestion({ topic, want: 1, record }), { party: 'x', ...(peerId ? { peerId } : {}) })
    const forged = signedRecord.slice()
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
    expect(await send(forged)).toMatchObject({ refused: 'foreign-record' })
    expect(await send(signedRecord, mallory.peerId)).toMatchObject({ refused: 'foreign-record' })
    expect(await send(signedRecord, alice.peerId)).toHaveProperty('records')
    expect(await send(await mallory.sign(['/ip4/10.0.0.1/tcp/4001'], 1n))).toMatchObject({ refused: 'no-address' })
    expect(await send(await mallory.sign([], 1n))).toMatchObject({ refused: 'no-address' })
    expect(await tracker.answer(Uint8Array.of(1, 2, 3), { party: 'x' })).toMatchObject({ refused: 'malformed' })
    expect(tracker.figures().refused).toMatchObject({ 'foreign-record': 2, 'no-address': 2, malformed: 1 })
  })
})

describe('a tracker over HTTP', () => {
  const url = 'https://node.example/tracker'
  const post = (body: BodyInit, partyOf?: (request: Request) => string) =>
    trackerHandler(createTracker(), partyOf ? { partyOf } : {})(new Request(url, { method: 'POST', body }))

  it('answers in CBOR, to pages of any origin', async () => {
    const response = await post(new Uint8Array(encodeQuestion({ topic, want: 4 })))
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(decodeAnswer(new Uint8Array(await response.arrayBuffer()))).toMatchObject({ records: [] })
  })

  it('answers a preflight, refuses other methods, noise and large bodies, each with its status', async () => {
    const handle = trackerHandler(createTracker())
    expect((await handle(new Request(url, { method: 'OPTIONS' }))).status).toBe(204)
    expect((await handle(new Request(url))).status).toBe(405)
    expect((await post('noise')).status).toBe(400)
    expect((await post('x'.repeat(1_000_000))).status).toBe(413)
  })

  it('counts requests by where they came from, when told how', async () => {
    const handle = trackerHandler(createTracker({ maxPerMinute: 1 }), {
      partyOf: (request) => request.headers.get('x-from') ?? '',
    })
    const from = (group: string) =>
      handle(
        new Request(url, {
          method: 'POST',
          headers: { 'x-from': group },
          body: new Uint8Array(encodeQuestion({ topic, want: 1 })),
        }),
      )
    expect((await from('a')).status).toBe(200)
    const refused = await from('a')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await from('b')).status).toBe(200)
  })

  it('counts requests by the address of their socket, of IPv6 by the line', async () => {
    const handle = trackerHandler(createTracker({ maxPerMinute: 1 }))
    const from = async (remoteAddress: string): Promise<number> => {
      const body = new Uint8Array(encodeQuestion({ topic, want: 1 }))
      return (await handle(new Request(url, { method: 'POST', body }), { remoteAddress })).status
    }
    expect([await from('8.8.8.8'), await from('8.8.8.8'), await from('::ffff:8.8.8.8')]).toEqual([200, 429, 429])
    expect(await from('8.8.4.4')).toBe(200)
    expect([await from('2600:1::1'), await from('2600:1::2'), await from('2600:1:0:1::1')]).toEqual([200, 429, 200])
    expect([await from('fe80::1%eth0'), await from('nonsense'), await from('')]).toEqual([200, 200, 429])
  })

  it('stops reading a body that never ends', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++
        controller.enqueue(new Uint8Array(1024))
      },
    })
    const request = new Request(url, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect((await trackerHandler(createTracker())(request)).status).toBe(413)
    expect(sent).toBeLessThan(20)
  })
})

function underTest(
  connect: (
    tracker: ReturnType<typeof createTracker>,
    clock: ReturnType<typeof virtualClock>,
  ) => Promise<Parameters<typeof trackerSource>[0]['ask']>,
) {
  return async () => {
    const clock = virtualClock()
    const tracker = createTracker({ clock, random: seededRandom(1) })
    let number = 0
    return {
      source: trackerSource({ topic: 'pictures', ask: await connect(tracker, clock), clock, random: seededRandom(2) }),
      async appear() {
        const peer = await testPeer(++number)
        const { signedRecord } = await peer.own()
        await tracker.answer(encodeQuestion({ topic, want: 0, record: signedRecord }), { party: peer.peerId })
        return peer
      },
      pass: () => clock.advance(5_000),
    }
  }
}

testSource(
  'tracker over HTTP',
  underTest(async (tracker) => {
    const handle = trackerHandler(tracker)
    return overHttp('https://node.example/tracker', { fetch: (input, init) => handle(new Request(input, init)) })
  }),
)

testSource(
  'tracker over connections',
  underTest(async (tracker, clock) => {
    const network = createMemoryNetwork(clock)
    const [node, peer] = [network.join('node', '/memory/node'), network.join('peer', '/memory/peer')]
    await serveTracker(node.calls, tracker)
    await peer.dialer.dial('node', ['/memory/node'], { signal: life() })
    return overCalls(peer.calls)
  }),
)

describe('a source that asks a tracker', () => {
  async function collect(ask: Parameters<typeof trackerSource>[0]['ask'], rounds: number) {
    const clock = virtualClock()
    const controller = new AbortController()
    const source = trackerSource({ topic: 'pictures', ask, clock, random: seededRandom(2) })
    const found: string[] = []
    let error: unknown
    const looking = (async () => {
      for await (const { peerId } of source.find({ signal: controller.signal })) found.push(peerId)
    })().catch((reason: unknown) => {
      error = reason
    })
    for (let round = 0; round < rounds; round++) await clock.advance(10_000)
    controller.abort()
    await clock.advance(1)
    await looking
    return { found, error }
  }

  it('takes the honest records of a tracker that mixes in noise, which goes to the funnel as nobody', async () => {
    const peer = await testPeer(1)
    const records = [Uint8Array.of(1), (await peer.own()).signedRecord]
    const { found } = await collect(async () => encodeAnswer({ records, retryS: 1 }), 1)
    expect(found).toEqual(['', peer.peerId])
  })

  it('is not silenced by a tracker that says never to come back, nor hurried by one that says at once', async () => {
    const asked = { never: 0, atOnce: 0 }
    await collect(async () => (asked.never++, encodeAnswer({ records: [], retryS: 86_400 })), 300)
    await collect(async () => (asked.atOnce++, encodeAnswer({ records: [], retryS: 0 })), 60)
    expect(asked.never).toBeGreaterThan(3)
    expect(asked.atOnce).toBeLessThan(60)
  })

  it('gives up on an answer that never comes, and says so after a few', async () => {
    const hang = (_question: Uint8Array, { signal }: { signal: AbortSignal }) =>
      new Promise<Uint8Array>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    expect((await collect(hang, 60)).error).toMatchObject({ name: 'TimeoutError' })
  })

  it('names what is wrong with a tracker that is none', async () => {
    const page = async () => new Response('<html>', { headers: { 'content-type': 'text/html' } })
    const { error } = await collect(overHttp('https://node.example/', { fetch: page }), 60)
    expect(error).toMatchObject({ name: 'TrackerError', message: expect.stringMatching(/not as a tracker/) })
  })

  it('tells the tracker of this peer as soon as it is announced', async () => {
    const clock = virtualClock()
    const tracker = createTracker({ clock })
    const controller = new AbortController()
    const ask = async (question: Uint8Array) => encodeAnswer(await tracker.answer(question, { party: 'x' }))
    const source = trackerSource({ topic: 'pictures', ask, clock, random: seededRandom(2) })
    const looking = source.find({ signal: controller.signal })[Symbol.asyncIterator]().next()
    await clock.advance(1)
    expect(tracker.figures().notices).toBe(0)
    await source.announce?.(await (await testPeer(1)).own(), { signal: controller.signal })
    await clock.advance(1)
    expect(tracker.figures().notices).toBe(1)
    controller.abort()
    await clock.advance(1)
    await looking
  })
})
