import { inTurns } from '../harness/in-turns.ts'
import { needPeers, needProgram, unlessSkipped } from '../harness/peers.ts'
import { runProgram, startProgram } from '../harness/programs.ts'
import type { Answer, Measured, RunOptions, Side } from '../harness/question.ts'
import { median, ratioOf } from '../harness/statistics.ts'
import { bytesOf, type Fetched, fetchFrom, provide, type Provided, speedOf, using } from './providers.ts'

const program = (name: string) => new URL(`../peers/${name}.mjs`, import.meta.url)

/** What a file is also fetched by: a program that provides and fetches. */
interface Other {
  readonly name: string
  readonly path: URL
  /** What we are to reach against it. */
  readonly mark?: { readonly first: number; readonly goal: number }
  /** Tells its version, where it is not one of benchmarks/peers. */
  readonly need: () => string
}

const libtorrent = '-cimport libtorrent; print("libtorrent", libtorrent.__version__)'
const OTHERS: readonly Other[] = [
  {
    name: 'WebTorrent 3, memory to memory',
    path: program('webtorrent'),
    mark: { first: 1.5, goal: 3 },
    need: () => '',
  },
  {
    name: 'aria2, BitTorrent',
    path: program('aria2'),
    mark: { first: 2, goal: 4 },
    need: () => needProgram('aria2c'),
  },
  { name: 'libtorrent 2', path: program('libtorrent'), need: () => needProgram('/usr/bin/python3', libtorrent) },
  { name: 'Hypercore 11', path: program('hypercore'), need: () => '' },
  {
    name: 'nginx and curl, nothing encrypted or verified',
    path: program('nginx'),
    need: () => `nginx with ${needProgram('curl')}`,
  },
]

/** One provider and one reader, each in a process of its own; every turn is a new reader. */
export async function downloads(options: RunOptions): Promise<Answer> {
  await needPeers(options.progress)
  const bytes = bytesOf(options)
  const helia = program('helia')
  const tried = await Promise.all(
    OTHERS.map((other) => unlessSkipped(other.name, async () => ({ ...other, version: other.need() }))),
  )
  const others = tried.flatMap(({ value }) => value ?? [])
  const ours = provide(bytes, options.seed)
  const theirs = [helia, ...others.map(({ path }) => path)].map((path) =>
    startProgram<Provided>(path, 'provide', bytes, options.seed),
  )
  return using([ours, ...theirs], async ([mine, ...rest]) => {
    const fetchBy = (path: URL, at: number) => () =>
      runProgram<Fetched>(path, 'fetch', rest[at]!.cid, rest[at]!.address)
    const sides: Record<string, () => Promise<Fetched>> = {
      ours: () => fetchFrom(mine!.cid, [mine!.address]),
      peer: fetchBy(helia, 0),
      ...Object.fromEntries(others.map(({ name, path }, index) => [name, fetchBy(path, index + 1)])),
    }
    const runs: Record<string, Fetched[]> = await inTurns(sides, options)
    const speeds = (side: string) => (runs[side] ?? []).map(speedOf)
    const besides = others.map(({ name }): Side => ({ name, values: speeds(name) }))
    const marks = others.flatMap(({ name, mark }): Measured[] => {
      const value = ratioOf(speeds('ours'), speeds(name))
      return mark ? [{ name: `against ${name}, ratio`, better: 'more', ...mark, value }] : []
    })
    const firstByteMs = ['ours', 'peer'].map((side) => median((runs[side] ?? []).map(({ firstMs }) => firstMs)))
    return {
      ours: speeds('ours'),
      peer: speeds('peer'),
      others: besides,
      marks,
      skipped: tried.flatMap(({ skipped }) => skipped),
      further: { bytes, firstByteMs, versions: others.map(({ version }) => version).filter(Boolean) },
    }
  })
}
