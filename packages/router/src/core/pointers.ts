import type { ServiceId, SignedAnnouncement } from '../announcement.ts'
import { announcementId, bucketOf } from '../announcement.ts'
import type { Label } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { limits } from './limits.ts'
import type { Instance, Poor, State, Step, StemPointer, Stream } from './state.ts'
import { count } from './state.ts'

/** Where a request for the service goes from here, if it may go anywhere. */
export function choosePointer(
  step: Step,
  service: ServiceId,
  from: NeighbourId,
  home: boolean,
  id: string,
): Way | undefined {
  const ways: Way[] = []
  for (const instance of step.state.services.get(service)?.values() ?? []) {
    for (const stem of instance.stems) {
      if (serves(step, stem, from, home)) ways.push({ to: stem.from, label: 'home', pointer: stem })
    }
    if (home) continue
    for (const pointer of instance.pointers) {
      if (step.state.ports.has(pointer.to)) ways.push({ to: pointer.to, label: 'trail', pointer })
    }
  }
  const best = trusted(step, fresh(step, ways))
  return best[Number.parseInt(id.slice(0, 8), 16) % best.length]
}

function fresh(step: Step, ways: readonly Way[]): readonly Way[] {
  const good = ways.filter(({ pointer }) => pointer.poorUntil <= step.now)
  return good.length > 0 ? good : ways
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
}

// Only the peer that the announcement was passed to may come along the stem, or whoever asks each peer by turns would
// find the host by how fast it answers. Everyone else is led by what the spread brought, as by any stranger.
function serves(step: Step, stem: StemPointer, from: NeighbourId, home: boolean): boolean {
  if (!step.state.ports.has(stem.from)) return false
  return home ? stem.passedTo === from : stem.passedTo === undefined
}

/** What the service asks of a request: of several hosts the most, for nobody knows which of them it will reach. */
export function priceOf(state: State, service: ServiceId): number {
  const instances = [...(state.services.get(service)?.values() ?? [])]
  return Math.max(0, ...instances.map(({ spread }) => (spread && !spread.withdrawn ? spread.price : 0)))
}

/** Nothing came of a request: for a while, others are asked first. */
export function penalise(step: Step, { pointer, downstream }: Stream): void {
  if (pointer) pointer.poorUntil = step.now + limits.penaltyMs
  // A stem's fixed choices are never judged: whoever drops would be rewarded by being tried again elsewhere.
  if (pointer && downstream) downstream.port.trust *= 0.9
}

/** A request was answered, by this neighbour or behind it. */
export function reward({ downstream, pointer }: Stream): void {
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
  const made: Instance = { spread: undefined, pointers: [], stems: [] }
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
        step.state.shown.delete(announcementId(instance.spread))
        instance.spread = undefined
        instance.pointers = []
      }
      if (!instance.spread && instance.stems.length === 0) instances.delete(name)
    }
    if (instances.size === 0) services.delete(service)
  }
}
