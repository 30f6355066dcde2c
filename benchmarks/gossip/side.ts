// One side of one run of a broadcast, in a process of its own: prints what `measure` found.
//
//   node benchmarks/gossip/side.ts '{"side":"lazyTree","peers":100,…}'
import { measure, type Settings } from './measure.ts'

console.log(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? '') as Settings)))
process.exit(0)
