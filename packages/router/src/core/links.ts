import type { Label } from '../frame.ts'
import type { Neighbour, NeighbourId } from '../link.ts'
import { type Port, createPort, fraction, type Step } from './state.ts'
import { SELF } from './events.ts'

/** Chance of a link's stems to begin to end: three peers to walk on average, then two more. */
const END_CHANCE = 1 / 3
/** The two neighbours that stems go through; the first of them is the guard. */
const STEM_NEIGHBOURS = 2
/** With fewer links of our own choice, whoever carries our messages can tell that they are ours. */
export const LINKS_TO_HIDE = 3

/** Takes in who is connected now. Says which ports are new and which are gone. */
export function updatePorts(step: Step, neighbours: readonly Neighbour[]): { up: Port[]; down: Port[] } {
  const { ports } = step.state
  const live = new Set(neighbours.map(({ id }) => id))
  const down = [...ports.values()].filter(({ id }) => id !== SELF && !live.has(id))
  for (const { id } of down) ports.delete(id)
  const up: Port[] = []
  for (const neighbour of neighbours) {
    if (neighbour.id === SELF || ports.has(neighbour.id)) continue
    const port = createPort(
      { id: neighbour.id, outbound: neighbour.outbound, group: neighbour.group },
      fraction(step.random) < END_CHANCE,
    )
    ports.set(port.id, port)
    up.push(port)
  }
  keepStemNeighbours(step)
  return { up, down }
}

// Kept for as long as their links live: each fresh choice would show our messages to one more peer.
function keepStemNeighbours(step: Step): void {
  const { state, random } = step
  const { ports } = state
  const kept = state.stemNeighbours.filter((id) => ports.get(id)?.outbound)
  const groups = new Set(kept.map((id) => ports.get(id)?.group))
  const candidates = [...ports.values()].filter(({ outbound }) => outbound)
  while (kept.length < STEM_NEIGHBOURS) {
    const fresh = candidates.filter(({ id, group }) => !kept.includes(id) && !groups.has(group))
    const chosen = fresh[Math.floor(fraction(random) * fresh.length)]
    if (!chosen) break
    kept.push(chosen.id)
    groups.add(chosen.group)
  }
  state.stemNeighbours = kept
}

/** The step after this one on a stem, or `undefined` where it ends. The same answer for as long as the links live. */
export function nextOnStem(
  step: Step,
  from: NeighbourId,
  label: Label,
  metBefore: boolean,
): { to: NeighbourId; label: Label } | undefined {
  const port = step.state.ports.get(from)
  if (!port || (label !== 'walk' && label !== 'near')) return undefined
  const to = from === SELF ? guardOf(step) : successorOf(step, port)
  if (to === undefined) return undefined
  if (label === 'near') return { to, label: 'last' }
  // Fixed choices can lead in circles: a stem that meets a peer twice begins to end there.
  return { to, label: port.endsStems || metBefore ? 'near' : 'walk' }
}

function guardOf(step: Step): NeighbourId | undefined {
  const { state, random } = step
  const [guard] = state.stemNeighbours
  if (guard !== undefined) return guard
  // Nobody here was chosen by us: any neighbour is as good, and the peer reports that it hides weakly.
  const self = state.ports.get(SELF) as Port
  if (self.successor === undefined || !state.ports.has(self.successor)) {
    const others = [...state.ports.keys()].filter((id) => id !== SELF)
    self.successor = others[Math.floor(fraction(random) * others.length)]
  }
  return self.successor
}

function successorOf(step: Step, port: Port): NeighbourId | undefined {
  const { state, random } = step
  if (port.successor !== undefined && state.stemNeighbours.includes(port.successor)) return port.successor
  const others = state.stemNeighbours.filter((id) => id !== port.id)
  port.successor = others[Math.floor(fraction(random) * others.length)]
  return port.successor
}

/** How many links this peer chose itself, in distinct groups. */
export function eligibleLinks(ports: Iterable<Port>): number {
  const groups = new Set<string>()
  for (const { outbound, group } of ports) if (outbound) groups.add(group)
  return groups.size
}
