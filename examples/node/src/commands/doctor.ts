import { access, constants, statfs } from 'node:fs/promises'
import { clockOffsets, hoursOf, MOST_OFF_MS } from '../doctor/clock.ts'
import { peerCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'
import type { HydraNode } from '../node/open-node.ts'

interface Step {
  readonly step: string
  readonly well: boolean
  readonly found: string
  /** What to do about it. */
  readonly remedy?: string
}

type Check = (node: HydraNode, signal: AbortSignal) => Promise<Omit<Step, 'step'>>

const LEAST_FREE_BYTES = 1e9
const ASKING_MS = 20_000

/** From the ground up: a step can only be well where those before it are. */
const CHECKS: readonly (readonly [string, Check])[] = [
  ['data folder', dataFolder],
  ['disk', disk],
  ['clock', clock],
  ['port', port],
  ['discovery', discovery],
  ['connections', connections],
  ['hiding', hiding],
  ['a service of our own, through the network', trail],
]

export const doctor = peerCommand<Step>({
  summary: 'Looks at everything that a node needs, names what fails, and says what to do.',
  example: 'hydra doctor',
  async *run(node, { signal }) {
    let failed = 0
    for (const [step, check] of CHECKS) {
      const result = await check(node, signal).catch((error: unknown) => ({ well: false, found: String(error) }))
      if (!result.well) failed++
      yield { result: { step, ...result } }
    }
    if (failed > 0)
      throw new CommandError(`${failed} of ${CHECKS.length} steps are not well. Mend the first, and look again.`)
  },
  text: ({ step, well, found, remedy }) => `${well ? '✓' : '✗'} ${step}: ${found}${remedy ? `\n  ${remedy}` : ''}`,
})

async function dataFolder({ configuration: { dataDir } }: HydraNode) {
  await access(dataDir, constants.R_OK | constants.W_OK)
  return { well: true, found: dataDir }
}

async function disk({ configuration: { dataDir } }: HydraNode) {
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const found = `${(free / 1e9).toFixed(1)} GB free`
  return free >= LEAST_FREE_BYTES
    ? { well: true, found }
    : { well: false, found, remedy: 'Make room, or use --data DIR on another disk.' }
}

/** What is signed carries a time: with a clock that is off by hours, others do not believe what this node says. */
async function clock({ peer }: HydraNode) {
  const now = new Date().toISOString().slice(0, 19)
  const offsets = await clockOffsets(peer.link.node.getConnections().map(({ remoteAddr }) => remoteAddr.toString()))
  const offBy = offsets.sort((a, b) => a - b)[Math.floor(offsets.length / 2)]
  if (offBy === undefined) return { well: true, found: `${now} (no neighbour to compare it with)` }
  if (Math.abs(offBy) < MOST_OFF_MS)
    return { well: true, found: `${now}, as ${offsets.length} of its neighbours have it` }
  const found = `${now}, which is ${hoursOf(offBy)} ${offBy > 0 ? 'before' : 'after'} what its neighbours have`
  return { well: false, found, remedy: 'Set the clock of this machine: `timedatectl set-ntp true`.' }
}

async function port({ peer }: HydraNode) {
  const { url } = peer.link.port
  const answered = await fetch(url, { signal: AbortSignal.timeout(5_000) })
  await answered.body?.cancel()
  return { well: answered.status < 500, found: `${url} answers` }
}

async function discovery({ peer }: HydraNode) {
  const { sources = [], peers = [] } = peer.explain().link.discovery ?? {}
  const working = sources.map(({ name }) => name).join(', ')
  const found = `${peers.length} peers known, by ${working || 'no source'}`
  if (peers.length > 0) return { well: true, found }
  return {
    well: false,
    found,
    remedy: 'Start a second node on this network, or name one: `hydra peers connect ADDRESS`.',
  }
}

async function connections({ peer }: HydraNode) {
  const { connections: open = [], discovery: known } = peer.explain().link
  if (open.length > 0)
    return { well: true, found: open.map(({ over, relayed }) => `${over}${relayed ? ' (relayed)' : ''}`).join(', ') }
  const why = known?.peers.find((each) => each.why !== undefined)?.why
  return {
    well: false,
    found: why === undefined ? 'none' : `none: ${why}`,
    remedy: '`hydra peers ls` says of each peer why it is not connected. A firewall may be in the way.',
  }
}

async function hiding({ peer }: HydraNode) {
  const strength = peer.router.hidden()
  if (strength === 'strong') return { well: true, found: 'enough links of our own choice' }
  return { well: true, found: 'weak: with fewer than three links of our own choice, neighbours know what is ours' }
}

async function trail({ peer }: HydraNode, signal: AbortSignal) {
  if ((peer.explain().link.connections ?? []).length === 0)
    return { well: false, found: 'not tried without connections' }
  const hosting = await peer.services.host(() => new Response('well'))
  const started = performance.now()
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ASKING_MS)])
    const response = await peer.services.fetch(hosting.url, { signal: limit })
    const well = (await response.text()) === 'well'
    const found = `${response.status} after ${Math.round(performance.now() - started)} ms`
    return well
      ? { well, found }
      : { well, found, remedy: 'Neighbours do not pass requests on. Connect to another node.' }
  } finally {
    await hosting.close()
  }
}
