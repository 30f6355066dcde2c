// What does hiding cost in speed, and what a request in itself? Our router against bare libp2p on the same nodes: TCP on
// loopback, noise, yamux, all in this process; 1 KiB there and back, one request after the other. A/B/A/B in batches.
//
//   node benchmarks/requests.ts [R1|R1-delays|R3] [--batches 10] [--requests 50] [--json]
//
// R1: hidden, over four links, our delays off, against warm streams through three relays that pass bytes on and no more.
// R1-delays: the same with the delays that ship. R3: direct, to a neighbour, against a new stream for each request.
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { createKeyPair } from '@hydra/identity'
import { createRouter, lazyTree } from '@hydra/router'
import { libp2pLink } from '@hydra/router/libp2p'
import { percentile } from './gossip/statistics.ts'
import { connectLine, ECHO, echoOn, exchange, RELAYED, relayNaively, startLine } from './requests/nodes.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batches: { type: 'string', default: '10' },
    requests: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  },
})
const BYTES = 1_024
const questions = {
  R1: { question: 'what does hiding cost in speed?', nodes: 5, tail: { meanLinks: 0 }, first: 2.5, goal: 1.5 },
  'R1-delays': { question: 'the same, with the delays that ship', nodes: 5, tail: {}, first: 2.5, goal: 1.5 },
  R3: { question: 'and per request?', nodes: 2, tail: { meanLinks: 0 }, first: 0.5, goal: 0.25 },
} as const
const id = (positionals[0] ?? 'R1') as keyof typeof questions
const { question, nodes: size, tail, first, goal } = questions[id]
const privacy = id === 'R3' ? 'direct' : 'hidden'

const nodes = await startLine(size)
const links = await Promise.all(nodes.map((node) => libp2pLink(node)))
await connectLine(nodes)
const routers = links.map((link) => createRouter({ link, spread: lazyTree({ link }), acceptWeak: true, tail }))
const [asker, host] = [routers[0]!, routers.at(-1)!]
const key = await createKeyPair()
await host.host(key, ({ body }) => body, { privacy })
await relayNaively(nodes)
await echoOn(nodes.at(-1)!, BYTES)

const request = new Uint8Array(BYTES)
async function askRouter(): Promise<void> {
  const { body } = await asker.request(key.publicKey, request, { privacy })
  let length = 0
  for await (const piece of body) length += piece.length
  if (length !== BYTES) throw new Error(`${length} bytes came back.`)
}

const warm = await nodes[0]!.dialProtocol(nodes[1]!.getMultiaddrs(), RELAYED)
async function askBare(): Promise<void> {
  if (privacy === 'hidden') return exchange(warm, request)
  const stream = await nodes[0]!.dialProtocol(nodes[1]!.getMultiaddrs(), ECHO)
  await exchange(stream, request)
  await stream.close()
}

async function batch(ask: () => Promise<void>): Promise<number> {
  const ms: number[] = []
  for (let index = 0; index < Number(values.requests); index++) {
    const started = performance.now()
    await ask()
    ms.push(performance.now() - started)
  }
  return percentile(ms, 0.5)
}

for (let round = 0; round < 2; round++) for (const ask of [askRouter, askBare]) await batch(ask)
const medians = { ours: [] as number[], peer: [] as number[] }
for (let round = 0; round < Number(values.batches); round++) {
  medians.ours.push(await batch(askRouter))
  medians.peer.push(await batch(askBare))
}
const [ours, peer] = [percentile(medians.ours, 0.5), percentile(medians.peer, 0.5)]
const ratio = percentile(
  medians.ours.map((value, index) => value / medians.peer[index]!),
  0.5,
)
const result = {
  id,
  question,
  metric: 'p50 of one request, ms',
  ours,
  peer,
  peerName: privacy === 'hidden' ? 'three libp2p relays in a row, warm streams' : 'libp2p, a new stream each',
  ratio,
  first,
  goal,
  verdict: ratio <= goal ? 'goal' : ratio <= first ? 'first' : 'short',
  machine: `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  seed: 'none: keys and delays are random',
  command: `node benchmarks/requests.ts ${id} --batches ${values.batches} --requests ${values.requests} --json`,
  batches: medians,
}
if (values.json) console.log(JSON.stringify(result))
else console.table([{ id, ours, peer, ratio, first, goal, verdict: result.verdict }])

await Promise.all(routers.map((router) => router.close()))
await Promise.all(links.map((link) => link.close()))
for (const node of nodes) await node.stop()
