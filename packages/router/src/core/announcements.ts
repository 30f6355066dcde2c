import {
  announcementId,
  bucketOf,
  decodeAnnouncement,
  MAX_BUCKETS_AHEAD,
  type SignedAnnouncement,
} from '../announcement.ts'
import { type Frame, ID_BYTES, MAX_IDS } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { decodeMessage } from '../message.ts'
import { bytesToHex } from '@noble/hashes/utils.js'
import { addJob } from './checks.ts'
import { SELF } from './events.ts'
import { limits } from './limits.ts'
import { nextOnStem } from './links.ts'
import { instanceOf } from './pointers.ts'
import { sendControl } from './queues.ts'
import { count, type Instance, type Job, type Port, type State, type Step } from './state.ts'

type Stem = Extract<Frame, { kind: 'stem' }>

/** A message on its stem: passed to the next peer of it, or spread where the stem ends. */
export function onStem(step: Step, port: Port, frame: Stem, id: string): void {
  const { label, payload } = frame
  if (frame.about === 'message') {
    decodeMessage(payload)
    const next = nextOnStem(step, port.id, label, step.state.visits.visit(id))
    const to = next && step.state.ports.get(next.to)
    if (next && to) sendControl(step, to, { ...frame, label: next.label })
    else step.effects.push({ type: 'spread', about: 'message', payload })
    return
  }
  const announcement = decodeAnnouncement(payload)
  if (!isTimely(step, announcement)) return count(step, 'refused')
  const job = addJob(step, port, { about: 'stem', from: port.id, label, id, announcement })
  if (job === undefined) return
  step.effects.push({ type: 'check', job, check: { about: 'announcement', announcement } })
}

/** The announcement is genuine: it goes on, and its trail home is kept. */
export function onStemChecked(step: Step, job: Extract<Job, { about: 'stem' }>): void {
  const { announcement, from, label, id } = job
  const instance = instanceOf(step, announcement)
  if (!instance || isOutdated(instance.stems, announcement)) return count(step, 'refused')
  const next = nextOnStem(step, from, label, step.state.visits.visit(id))
  const to = next && step.state.ports.get(next.to)
  const stem = { from, passedTo: to?.id, announcement, poorUntil: 0 }
  // With no neighbour at all, our own announcement waits for one rather than showing where it began.
  if (from === SELF && label === 'walk' && !to) return tellHome(step, stem)
  keepStem(step, instance, stem)
  count(step, 'announcements')
  if (next && to) {
    sendControl(step, to, { kind: 'stem', label: next.label, about: 'announcement', payload: announcement.bytes })
    return
  }
  // Spread from here as if it had begun here: what comes back of it was behind us, and points nowhere.
  learn(step, instance, announcement)
  step.effects.push({ type: 'spread', about: 'announcement', payload: announcement.bytes })
}

function keepStem(step: Step, instance: Instance, stem: Instance['stems'][number]): void {
  const { sequence } = stem.announcement
  const kept = instance.stems.filter((other) => other.announcement.sequence === sequence)
  // A stem that came round and left the same way again: the way it came first is the shorter, and no circle.
  if (kept.some(({ passedTo }) => passedTo === stem.passedTo)) return
  if (kept.length >= limits.stemsPerInstance) return count(step, 'overLimit')
  instance.stems = stem.announcement.withdrawn ? [] : [...kept, stem]
}

/** A copy came by the spread: the neighbour it came from is a way to the host, if it surely had it before us. */
export function onCopy(step: Step, from: NeighbourId, announcement: SignedAnnouncement, upstream: boolean): void {
  if (!isTimely(step, announcement)) return
  const instance = instanceOf(step, announcement)
  if (!instance || (instance.spread && instance.spread.sequence > announcement.sequence)) return
  learn(step, instance, announcement)
  if (upstream) addPointer(instance, from)
}

function learn(step: Step, instance: Instance, announcement: SignedAnnouncement): void {
  if (instance.spread && instance.spread.sequence >= announcement.sequence) return
  count(step, 'announcements')
  if (instance.spread) step.state.shown.delete(announcementId(instance.spread))
  step.state.shown.set(announcementId(announcement), announcement)
  instance.spread = announcement
  instance.pointers = []
}

function addPointer(instance: Instance, to: NeighbourId): void {
  const known = instance.pointers.some((pointer) => pointer.to === to)
  if (instance.spread?.withdrawn || known || instance.pointers.length >= limits.pointersPerInstance) return
  instance.pointers.push({ to, poorUntil: 0 })
}

/** A new link: tells the neighbour what is known here, so that whoever joins late learns of every live service. */
export function offerAll(step: Step, port: Port): void {
  const ids = [...step.state.shown.values()].map(({ signature }) => signature.subarray(0, ID_BYTES))
  for (let start = 0; start < ids.length; start += MAX_IDS) {
    sendControl(step, port, { kind: 'have', ids: ids.slice(start, start + MAX_IDS) })
  }
}

export function onHave(step: Step, port: Port, ids: readonly Uint8Array[]): void {
  const missing = ids.filter((id) => !step.state.shown.has(bytesToHex(id)) && !port.wanted.has(bytesToHex(id)))
  const wanted = missing.slice(0, Math.max(0, limits.wanted - port.wanted.size))
  if (wanted.length === 0) return
  for (const id of wanted) port.wanted.add(bytesToHex(id))
  sendControl(step, port, { kind: 'want', ids: wanted })
}

export function onWant(step: Step, port: Port, ids: readonly Uint8Array[]): void {
  for (const id of ids) {
    const announcement = step.state.shown.get(bytesToHex(id))
    if (announcement) sendControl(step, port, { kind: 'give', payload: announcement.bytes })
  }
}

export function onGive(step: Step, port: Port, payload: Uint8Array): void {
  const announcement = decodeAnnouncement(payload)
  if (!port.wanted.delete(announcementId(announcement))) return count(step, 'stray')
  if (!isTimely(step, announcement) || isKnown(step, announcement)) return
  const job = addJob(step, port, { about: 'give', from: port.id, announcement })
  if (job !== undefined) step.effects.push({ type: 'check', job, check: { about: 'announcement', announcement } })
}

/** Told by a neighbour, and genuine: news to those behind us as well, so it is spread on. */
export function onGiveChecked(step: Step, job: Extract<Job, { about: 'give' }>): void {
  const { announcement, from } = job
  if (isKnown(step, announcement)) return
  onCopy(step, from, announcement, true)
  step.effects.push({ type: 'spread', about: 'announcement', payload: announcement.bytes })
}

/** A stem lost a peer: its host hears of it along the stem, and announces anew. */
export function repairStems(step: Step, lost: NeighbourId): void {
  for (const instance of allInstances(step)) {
    for (const stem of instance.stems.filter(({ passedTo }) => passedTo === lost)) tellHome(step, stem)
    instance.stems = instance.stems.filter(({ passedTo, from }) => passedTo !== lost && from !== lost)
    instance.pointers = instance.pointers.filter(({ to }) => to !== lost)
  }
}

export function onBroken(step: Step, port: Port, id: Uint8Array): void {
  for (const instance of allInstances(step)) {
    const stem = instance.stems.find(
      ({ passedTo, announcement }) => passedTo === port.id && announcementId(announcement) === bytesToHex(id),
    )
    if (!stem) continue
    instance.stems = instance.stems.filter((other) => other !== stem)
    return tellHome(step, stem)
  }
}

function tellHome(step: Step, stem: Instance['stems'][number]): void {
  const to = step.state.ports.get(stem.from)
  if (to) sendControl(step, to, { kind: 'broken', announcement: stem.announcement.signature.subarray(0, ID_BYTES) })
}

function* allInstances(step: Step): Iterable<Instance> {
  for (const instances of step.state.services.values()) yield* instances.values()
}

function isKnown(step: Step, { service, instance, sequence }: SignedAnnouncement): boolean {
  const known = step.state.services.get(service)?.get(instance)?.spread
  return known !== undefined && known.sequence >= sequence
}

/**
 * A lower sequence than what came this way before. What is held in a stem counts for stems alone, or whoever brings an
 * old announcement would see by what becomes of it that a newer one is held here.
 */
function isOutdated(stems: Instance['stems'], { sequence }: SignedAnnouncement): boolean {
  return stems.some(({ announcement }) => announcement.sequence > sequence)
}

function isTimely(step: Step, { expiry }: SignedAnnouncement): boolean {
  const bucket = bucketOf(step.now)
  return expiry >= bucket && expiry <= bucket + MAX_BUCKETS_AHEAD
}

/** Whether an announcement that the spread brought is worth checking and passing on. */
export function isNews(state: State, announcement: SignedAnnouncement, now: number): boolean {
  const here = { state, now, random: () => new Uint8Array(0), effects: [] }
  return isTimely(here, announcement) && !isKnown(here, announcement)
}
