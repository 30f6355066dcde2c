import type { ServiceId, SignedAnnouncement } from '../announcement.ts'
import { bucketOf } from '../announcement.ts'
import type { Label } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { SELF } from './events.ts'
import { limits } from './limits.ts'
import { forgetShown, MOST, neighboursNearer } from './ranks.ts'
import type { Instance, Poor, State, Step, StemPointer, Stream } from './state.ts'
import { count } from './state.ts'

/** Where a request for the service goes from here, if it may go anywhere. */
export function choosePointer(
  step: Step,
  service: ServiceId,
  from: NeighbourId,
  home: boolean,
  id: string,
  visits: number,
): Way | undefined {
  const ways: Way[] = []
  for (const instance of step.state.services.get(service)?.values() ?? []) {
    for (const stem of instance.stems) {
      if (serves(step, stem, from, home)) ways.push({ to: stem.from, label: 'home', pointer: stem, host: instance })
    }
    if (home) continue
    for (const { id: to } of neighboursNearer(step, instance)) {
      ways.push({ to, label: 'trail', pointer: poorOf(instance, to), host: instance })
    }
  }
  const best = trusted(step, nearest(step, fresh(step, ways)))
  // Where the stem ended there is no circle: whatever came here goes home.
  if (home || best[0]?.label === 'home') return best[word(id, 0) % best.length]
  // What comes by again went in a circle: it takes the next way, and after the last of them any.
  return visits < best.length ? best[(word(id, 0) + visits) % best.length] : undefined
}

function poorOf({ poor }: Instance, to: NeighbourId): Poor {
  const known = poor.get(to) ?? { poorUntil: 0 }
  poor.set(to, known)
  return known
}

function fresh(step: Step, ways: readonly Way[]): readonly Way[] {
  const good = ways.filter(({ pointer }) => pointer.poorUntil <= step.now)
  return good.length > 0 ? good : ways
}

// Of several hosts of a key, those that fewest peers lie before; one that did not answer of late after all others. Ranks
// fall along any one's ways, and so does the lowest of them: changing over on the way makes no circle. Where peers differ
// about who did not answer it may, and whoever comes by again takes the next way.
function nearest(step: Step, ways: readonly Way[]): readonly Way[] {
  const least = Math.min(...ways.map((way) => distance(step, way)))
  return ways.filter((way) => distance(step, way) === least)
}

function distance(step: Step, { label, host }: Way): number {
  return (host.poorUntil > step.now ? MOST : 0) + (label === 'home' ? 0 : (host.rank ?? MOST))
}

// Neighbours that drop what they carry answer less than others: they lose what they would carry next.
function trusted(step: Step, ways: readonly Way[]): readonly Way[] {
  const trustIn = ({ to }: Way) => step.state.ports.get(to)?.trust ?? 0
  const most = Math.max(...ways.map(trustIn))
  return ways.filter((way) => trustIn(way) >= most / 2)
}

interface Way {
  readonly to: NeighbourId
  readonly label: Label
  readonly pointer: Poor
  readonly host: Instance
}

// Only the peer that the announcement was passed to may come along the stem, or whoever asks each peer by turns would
// find the host by how fast it answers. Everyone else is led by what the spread brought, as by any stranger.
function serves(step: Step, stem: StemPointer, from: NeighbourId, home: boolean): boolean {
  if (!step.state.ports.has(stem.from)) return false
  return home ? stem.passedTo === from : stem.passedTo === undefined
}

/**
 * Where all pointers are lost, most neighbours still have theirs: the request takes one step anywhere. If that leads
 * back here, it takes another.
 */
export function strayFrom(
  step: Step,
  service: ServiceId,
  from: NeighbourId,
  id: string,
  visits: number,
): Stray | undefined {
  const { services, ports } = step.state
  if (!services.has(service) || visits >= limits.straysPerRequest) return undefined
  const others = [...ports.keys()].filter((port) => port !== from && port !== SELF)
  const to = others[(word(id, 8) + visits) % others.length]
  return to === undefined ? undefined : { to, label: 'trail' }
}

interface Stray {
  readonly to: NeighbourId
  readonly label: Label
}

/** A number drawn by the id, which whoever made it could not choose together with its way. */
const word = (id: string, start: number): number => Number.parseInt(id.slice(start, start + 8), 16)

/** What the service asks of a request: of several hosts the most, for nobody knows which of them it will reach. */
export function priceOf(state: State, service: ServiceId): number {
  const instances = [...(state.services.get(service)?.values() ?? [])]
  return Math.max(0, ...instances.map(({ spread }) => (spread && !spread.withdrawn ? spread.price : 0)))
}

/** Nothing came of a request: for a while, others are asked first. */
export function penalise(step: Step, { pointer, host, downstream }: Stream): void {
  if (pointer) pointer.poorUntil = step.now + limits.penaltyMs
  if (host) host.poorUntil = step.now + limits.penaltyMs
  // A stem's fixed choices are never judged: whoever drops would be rewarded by being tried again elsewhere.
  if (pointer && downstream) downstream.port.trust *= 0.9
}

/** A request was answered, by this neighbour or behind it. */
export function reward({ downstream, pointer, host }: Stream): void {
  if (host) host.poorUntil = 0
  if (pointer && downstream) downstream.port.trust += (1 - downstream.port.trust) * 0.1
}

/** What is known of a host, made if there is room. */
export function instanceOf(step: Step, announcement: SignedAnnouncement): Instance | undefined {
  const { services } = step.state
  const known = services.get(announcement.service) ?? new Map<string, Instance>()
  const found = known.get(announcement.instance)
  if (found) return found
  const full = known.size >= limits.instancesPerService || (known.size === 0 && services.size >= limits.services)
  if (full) {
    count(step, 'overLimit')
    return undefined
  }
  const made: Instance = { spread: undefined, rank: undefined, poorUntil: 0, lifts: 0, poor: new Map(), stems: [] }
  known.set(announcement.instance, made)
  services.set(announcement.service, known)
  return made
}

/** Forgets pointers over links that are gone, and hosts whose announcements have run out. */
export function expirePointers(step: Step): void {
  const { services } = step.state
  const bucket = bucketOf(step.now)
  for (const [service, instances] of services) {
    for (const [name, instance] of instances) {
      instance.stems = instance.stems.filter(({ announcement }) => announcement.expiry >= bucket)
      if (instance.spread && instance.spread.expiry < bucket) {
        forgetShown(step, instance.spread)
        instance.spread = undefined
        instance.rank = undefined
      }
      if (!instance.spread && instance.stems.length === 0) instances.delete(name)
    }
    if (instances.size === 0) services.delete(service)
  }
}
