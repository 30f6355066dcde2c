// One size of network in a process of its own: prints what it costs there.
//
//   node --expose-gc benchmarks/tiers/grow.ts simulated|model <peers> <degree> <seed>
import { setFlagsFromString } from 'node:v8'
import { cpuOf, residentBytes } from '../harness/resources.ts'
import { randomGraph } from './graph.ts'
import { model, type TierFigures } from './model.ts'
import { simulated } from './simulated.ts'

export interface Grown extends TierFigures {
  readonly peers: number
  readonly cpuSeconds: number
  readonly bytesPerPeer: number
}

// A hundred thousand routers take more than an engine allows itself.
setFlagsFromString('--max-old-space-size=20000')
const [tier = 'model', peers = '1000', degree = '8', seed = '1'] = process.argv.slice(2)
const size = Number(peers)
const options = {
  size,
  degree: Number(degree),
  seed: Number(seed),
  root: 0,
  origins: [1, 2, 3].map((part) => Math.floor((part * size) / 4)),
}
const before = residentBytes()
let figures: TierFigures | undefined
const cpu = await cpuOf(async () => {
  figures =
    tier === 'model' ? model(randomGraph(size, options.degree, options.seed), options) : await simulated(options)
})
// Without a collection: what the process took while it ran is what one needs to run it.
const bytes = process.memoryUsage.rss() - before
console.log(JSON.stringify({ ...figures, peers: size, cpuSeconds: cpu / 1e6, bytesPerPeer: bytes / size }))
process.exit(0)
