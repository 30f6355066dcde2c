import type { Label } from '../frame.ts'
import type { Neighbour, NeighbourId } from '../link.ts'
import { createPort, fraction, type Port, type State, type Step } from './state.ts'
import { SELF } from './events.ts'

/**
 * Chance of a link's stems to begin to end: three to four peers to walk on average, then two more. Lower, and each
 * request takes longer; higher, and a guard sees too little of its client's that is not the client's own.
 */
const END_CHANCE = 0.3
/** The two neighbours that stems go through; the first of them is the guard. */
const STEM_NEIGHBOURS = 2
/** As many are remembered, in case that they come back. */
const KEPT_NEIGHBOURS = 4
const REPLACE_MS = 86_400_000
/** Every host announces twice an hour: whoever relays stems at all has relayed one in this time. */
const QUIET_MS = 3_600_000
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

// Each fresh choice shows our messages to one more peer. So choices are kept: one that comes back is used again, and a
// lost one is replaced at once only if none is left, or else at most once a day.
function keepStemNeighbours(step: Step): void {
  const { state, now } = step
  const before = state.stemNeighbours.length
  for (let up = liveStemNeighbours(state); up.length < STEM_NEIGHBOURS; up = liveStemNeighbours(state)) {
    const isFirst = state.stemNeighbours.length < STEM_NEIGHBOURS
    if (up.length > 0 && !isFirst && now - state.replacedAt < REPLACE_MS) break
    const chosen = chooseStemNeighbour(step)
    if (chosen === undefined) break
    if (!isFirst) state.replacedAt = now
    state.stemNeighbours.push(chosen)
  }
  while (state.stemNeighbours.length > KEPT_NEIGHBOURS) {
    state.stemNeighbours.splice(
      state.stemNeighbours.findIndex((id) => !state.ports.has(id)),
      1,
    )
  }
  if (state.stemNeighbours.length !== before) {
    step.effects.push({ type: 'keep', stemNeighbours: [...state.stemNeighbours] })
  }
}

function chooseStemNeighbour({ state, random }: Step): NeighbourId | undefined {
  const { ports, stemNeighbours } = state
  const groups = new Set(liveStemNeighbours(state).map((id) => ports.get(id)?.group))
  const fresh = [...ports.values()].filter(
    ({ id, outbound, group }) => outbound && !groups.has(group) && !stemNeighbours.includes(id),
  )
  return fresh[Math.floor(fraction(random) * fresh.length)]?.id
}

/** Those of them that are connected, by a link of our own choice. */
function liveStemNeighbours({ ports, stemNeighbours }: State): NeighbourId[] {
  return stemNeighbours.filter((id) => ports.get(id)?.outbound).slice(0, STEM_NEIGHBOURS)
}

/**
 * The step after this one on a stem, or `undefined` where it ends. The same answer for as long as the links live. Fixed
 * choices can lead in circles: what came in on this link before begins to end. On this link, not on any: or whoever has
 * seen a message could bring it to each peer, and see by what becomes of it whether it walked through there.
 */
export function nextOnStem(
  step: Step,
  from: NeighbourId,
  label: Label,
  id: string,
): { to: NeighbourId; label: Label } | undefined {
  const port = step.state.ports.get(from)
  if (!port) return undefined
  const isCircle = step.state.visits.visit(`${from} ${id}`) > 0
  if (label === 'last') return undefined
  const to = from === SELF ? guardOf(step) : successorOf(step, port)
  if (to === undefined) return undefined
  if (from !== SELF) step.state.relayedStemAt = step.now
  if (label === 'near') return { to, label: 'last' }
  return { to, label: port.endsStems || isCircle ? 'near' : 'walk' }
}

function guardOf(step: Step): NeighbourId | undefined {
  const { state, random } = step
  const [guard] = liveStemNeighbours(state)
  if (guard !== undefined) return guard
  // Nobody here was chosen by us: any neighbour is as good, and the peer reports that it hides weakly.
  const self = state.ports.get(SELF) as Port
  if (self.successor === undefined || !state.ports.has(self.successor)) {
    const others = [...state.ports.keys()].filter((id) => id !== SELF)
    self.successor = others[Math.floor(fraction(random) * others.length)]
  }
  return self.successor
}

/** Whatever can goes out by the guard, among our own messages: the more of it there, the less is known to be ours. */
function successorOf({ state }: Step, port: Port): NeighbourId | undefined {
  return liveStemNeighbours(state).find((id) => id !== port.id)
}

/**
 * How many links this peer chose itself, in distinct groups; none if no stem but its own comes through here: nobody
 * chose this peer, or whoever did sent nothing for an hour. Then all that it sends is known to be its own.
 */
export function linksToHideBehind({ ports, relayedStemAt }: State, now: number): number {
  const groups = new Set<string>()
  let chosenByOthers = false
  for (const { id, outbound, group } of ports.values()) {
    if (id === SELF) continue
    if (outbound) groups.add(group)
    else chosenByOthers = true
  }
  return chosenByOthers && now - relayedStemAt < QUIET_MS ? groups.size : 0
}
