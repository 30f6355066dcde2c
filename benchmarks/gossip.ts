// What does a broadcast cost, how late is the last peer, how much is sent twice, and what if a fifth of the peers die?
// lazyTree against @libp2p/gossipsub: 100 peers in one process, over the same transport, encryption and muxer, with the
// same check of the same signature. Each run is a process of its own, A/B/A/B, and figures are medians.
//
//   node benchmarks/gossip.ts [--runs 5] [--peers 100] [--messages 100] [--death] [--json]
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { measure, type Result, type Settings } from './gossip/measure.ts'
import { median } from './gossip/statistics.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    peers: { type: 'string', default: '100' },
    messages: { type: 'string', default: '100' },
    gap: { type: 'string', default: '250' },
    degree: { type: 'string', default: '8' },
    death: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    side: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})

const sides = ['lazyTree', 'gossipsub'] as const
const metrics = ['cpuPerDeliveryUs', 'coverageP50Ms', 'coverageP99Ms', 'copiesPerDelivery', 'delivered'] as const
const shown: readonly (keyof Result)[] = values.death ? [...metrics, 'recoveryMs'] : [...metrics, 'setUpMs']

const one = sides.find((side) => side === values.side)
if (one) {
  const settings: Settings = {
    side: one,
    peers: Number(values.peers),
    messages: Number(values.messages),
    degree: Number(values.degree),
    gapMs: Number(values.gap),
    death: values.death,
    seed: Number(values.seed),
  }
  console.log(JSON.stringify(await measure(settings)))
  process.exit(0)
}

const results = { lazyTree: [] as Result[], gossipsub: [] as Result[] }
for (let run = 0; run < Number(values.runs); run++) {
  for (const side of sides) {
    const args = [...process.argv.slice(1), '--side', side, '--seed', String(run + 1)]
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    const result = JSON.parse(output) as Result
    results[side].push(result)
    if (!values.json) console.error(`${run + 1} ${side}`, rounded(result))
  }
}
const figures = shown.map((metric) => {
  const [ours, peer] = sides.map((side) => median(results[side].map((result) => result[metric])))
  return { metric, ours: round(ours!), peer: round(peer!), ratio: round(ours! / peer!) }
})
if (values.json) console.log(JSON.stringify({ figures, results }))
else console.table(figures)

function round(value: number): number {
  return Number(value.toPrecision(3))
}

function rounded(result: Result): Record<string, number> {
  return Object.fromEntries(shown.map((metric) => [metric, round(result[metric])]))
}
