import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { describe, expect, it } from 'vitest'
import { simulateKademlia, simulateMesh, simulateRing } from './scenarios.ts'
import type { SimulationResult } from './simulate.ts'

const EVIDENCE = new URL('../../../../docs/evidence/topology.md', import.meta.url)
const SIZES = [100, 1_000, 10_000]

describe('up to 10,000 peers, of which a fifth vanishes each minute', () => {
  for (const peers of SIZES) {
    it(`${peers} stay one mesh of few links each`, async () => {
      const result = await measured('mesh', peers, simulateMesh)
      expect(result.connectedShare).toBe(1)
      expect(result.degree.min).toBeGreaterThanOrEqual(5)
      expect(result.degree.max).toBeLessThanOrEqual(12)
      expect(result.leastBelieved).toBeGreaterThanOrEqual(6)
      expect(result.outbound.p10).toBeGreaterThanOrEqual(3)
      expect(result.maxPerGroup).toBeLessThanOrEqual(2)
    })

    it(`${peers} find keys in a logarithm of hops by Kademlia`, async () => {
      expectLookups(await measured('kademlia', peers, simulateKademlia))
    })

    it(`${peers} find keys in a logarithm of hops around the ring`, async () => {
      expectLookups(await measured('ring', peers, simulateRing))
    })
  }
})

function expectLookups({ peers, lookups, connectedShare }: SimulationResult): void {
  expect(connectedShare).toBe(1)
  expect(lookups?.correct).toBeGreaterThan(0.9)
  expect(lookups?.meanHops).toBeLessThan(Math.log2(peers))
}

async function measured(name: string, peers: number, run: (peers: number, seed: number) => SimulationResult) {
  const started = performance.now()
  const result = run(peers, 1)
  await record(`${name} | ${peers}`, row(result, (performance.now() - started) / 1000))
  return result
}

function row(result: SimulationResult, seconds: number): string {
  const { connectedShare, degree, leastBelieved, outbound, dropsPerMinute, lookups } = result
  const degrees = `${degree.min} / ${degree.mean.toFixed(1)} / ${degree.p99} / ${degree.max}`
  const found = lookups ? `${(lookups.correct * 100).toFixed(1)} %` : ''
  const hops = lookups ? `${lookups.meanHops.toFixed(2)} / ${lookups.p99Hops}` : ''
  return `${(connectedShare * 100).toFixed(2)} % | ${degrees} | ${leastBelieved} | ${outbound.min} / ${outbound.p10} | ${dropsPerMinute.toFixed(1)} | ${found} | ${hops} | ${seconds.toFixed(0)} |`
}

const HEAD = [
  '# Topologies, simulated',
  '',
  'Peers look around every 5 s. For two minutes they find each other; then, for three minutes, 20 % of all peers vanish',
  'each minute without a word, and as many join. A link to a vanished peer is noticed after 20 s. A peer that is dialled',
  'looks at its picture at once, as the real one does.',
  '',
  'Measured at the end, among peers that have been there for 30 s; links to vanished peers do not count, except in',
  '"believed", the least links that any peer believes it has. "Chosen" are the links that a peer opened itself: the least,',
  'and what nine of ten have at least. "Dropped" is what a peer lets go per minute because its topology says so. Look-ups:',
  '1,000 random keys; one is right if it ends at the very peer that is responsible at that moment, also one that joined',
  'within the last tick.',
  'Reproduced by `pnpm test:long packages/discovery/src/simulation`; the same seed gives the same figures.',
  '',
  '| topology | peers | in one part | links: least / mean / 99 % / most | believed | chosen: least / 10 % | dropped | found | hops: mean / 99 % | s | commit |',
  '|---|---|---|---|---|---|---|---|---|---|---|',
]

async function record(key: string, figures: string): Promise<void> {
  const old = await readFile(EVIDENCE, 'utf8').catch(() => '')
  const rows = old.split('\n').filter((line) => /^\| \w+ \| \d+ \|/.test(line) && !line.startsWith(`| ${key} |`))
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const sorted = [...rows, `| ${key} | ${figures} ${commit} |`].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  )
  await writeFile(
    EVIDENCE,
    [...HEAD, ...sorted, '', `Machine: ${machine}, with other work on both cores.`, ''].join('\n'),
  )
}
