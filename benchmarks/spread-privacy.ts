// Who began it? A part of the peers are spies who record every frame they get. Two of their ways to guess the origin:
// first-spy names whoever handed the first payload to any of them; timed knows every link's latency, uses ids as well
// as payloads, and names whoever must have had the message earliest. Flooding and a push mesh are the controls.
//
//   node benchmarks/spread-privacy.ts [--peers 1000] [--messages 200] [--spies 0.1] [--design lazyTree] [--json]
import { parseArgs } from 'node:util'
import { lazyTree } from '@hydra/router'
import { createNetwork, createSeededRandom, type Network } from '@hydra/router/simulator'
import { push } from './gossip/push.ts'

const { values } = parseArgs({
  options: {
    peers: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '200' },
    spies: { type: 'string', default: '0.05,0.1,0.2,0.3' },
    design: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})

type Publish = (origin: number, bytes: Uint8Array) => void
interface Design {
  readonly name: string
  start(network: Network): Publish
}

const designs: readonly Design[] = [
  { name: 'flooding', start: (network) => push(network, { degree: Number.POSITIVE_INFINITY, delayMs: 0 }) },
  { name: 'push mesh, 8 each', start: (network) => push(network, { degree: 8, delayMs: 0 }) },
  { name: 'lazyTree', start: startLazyTree },
]

function startLazyTree(network: Network): Publish {
  const spreads = network.peers.map(({ link, clock, random }) => lazyTree({ link, clock, random }))
  for (const spread of spreads) spread.join('privacy', () => 'accept')
  return (origin, bytes) => void spreads[origin]!.publish('privacy', bytes)
}

const messageBytes = 512
const warmUp = 20
const pings = 10
// Until the last id of one message was told, so that spies need not tell messages apart by their ids.
const gapMs = 6_000

async function guess(design: Design, spyFraction: number): Promise<{ firstSpy: number; timed: number }> {
  const size = Number(values.peers)
  const network = createNetwork(size, { seed: Number(values.seed) })
  const random = createSeededRandom(Number(values.seed), 999)
  const spies = new Set<number>()
  while (spies.size < size * spyFraction) spies.add(random.integer(size))
  const latencies = await measureLatencies(network)
  let first: number | undefined
  let earliest = { at: Number.POSITIVE_INFINITY, peer: -1 }
  network.onDelivery(({ at, from, to, frame }) => {
    if (!spies.has(to) || spies.has(from)) return
    if (frame.length > messageBytes) first ??= from
    const had = at - latencies.get(from * size + to)!
    if (had < earliest.at) earliest = { at: had, peer: from }
  })
  const publish = design.start(network)
  await network.clock.run(gapMs)
  const hits = { firstSpy: 0, timed: 0 }
  const messages = Number(values.messages)
  for (let round = -warmUp; round < messages; round++) {
    let origin = random.integer(size)
    while (spies.has(origin)) origin = random.integer(size)
    first = undefined
    earliest = { at: Number.POSITIVE_INFINITY, peer: -1 }
    publish(origin, random.bytes(messageBytes))
    await network.clock.run(gapMs)
    if (round < 0) continue
    if (first === origin) hits.firstSpy++
    if (earliest.peer === origin) hits.timed++
  }
  return { firstSpy: hits.firstSpy / messages, timed: hits.timed / messages }
}

/** What spies could learn over weeks of pings, given to them: the least delay that each link ever had. */
async function measureLatencies(network: Network): Promise<Map<number, number>> {
  const { peers, clock } = network
  const latencies = new Map<number, number>()
  let sentAt = 0
  const stop = network.onDelivery(({ at, from, to }) => {
    const link = from * peers.length + to
    latencies.set(link, Math.min(latencies.get(link) ?? Number.POSITIVE_INFINITY, at - sentAt))
  })
  for (let round = 0; round < pings; round++) {
    sentAt = clock.now()
    for (const { link } of peers) {
      for (const { id } of link.neighbours()) await link.send(id, Uint8Array.of(255))
    }
    await clock.run(10_000)
  }
  stop()
  return latencies
}

const rows: { design: string; spies: number; firstSpy: number; timed: number }[] = []
for (const design of designs.filter(({ name }) => name.startsWith(values.design))) {
  for (const spies of values.spies.split(',').map(Number)) {
    rows.push({ design: design.name, spies, ...(await guess(design, spies)) })
    if (!values.json) console.error(rows.at(-1))
  }
}
if (values.json) console.log(JSON.stringify(rows))
else console.table(rows)
