import {
  announcementId,
  bucketOf,
  decodeAnnouncement,
  MAX_BUCKETS_AHEAD,
  type SignedAnnouncement,
} from '../announcement.ts'
import type { Frame } from '../frame.ts'
import { decodeMessage } from '../message.ts'
import { addJob } from './checks.ts'
import { SELF } from './events.ts'
import { limits } from './limits.ts'
import { nextOnStem } from './links.ts'
import { instanceOf } from './pointers.ts'
import { sendControl } from './queues.ts'
import { forgetShown, rankHeard, setRank } from './ranks.ts'
import { tellHome } from './repair.ts'
import { count, type Instance, type Job, type Port, type State, type Step } from './state.ts'

type Stem = Extract<Frame, { kind: 'stem' }>

/** A message on its stem: passed to the next peer of it, or spread where the stem ends. */
export function onStem(step: Step, port: Port, frame: Stem, id: () => string): void {
  const { label, payload } = frame
  if (frame.about === 'message') {
    decodeMessage(payload)
    const next = nextOnStem(step, port.id, label, id())
    const to = next && step.state.ports.get(next.to)
    if (next && to) sendControl(step, to, { ...frame, label: next.label })
    else step.effects.push({ type: 'spread', about: 'message', payload })
    return
  }
  const announcement = decodeAnnouncement(payload)
  // What everyone knows has ended its stem: it is refused alike where it walked and where it did not.
  if (!isTimely(step, announcement) || isKnown(step, announcement)) return count(step, 'refused')
  const job = addJob(step, port, { about: 'stem', from: port.id, label, id: id(), announcement })
  if (job === undefined) return
  step.effects.push({ type: 'check', job, check: { about: 'announcement', announcement } })
}

/** The announcement is genuine: it goes on, and its trail home is kept. */
export function onStemChecked(step: Step, job: Extract<Job, { about: 'stem' }>): void {
  const { announcement, from, label, id } = job
  const instance = instanceOf(step, announcement)
  if (!instance || isKnown(step, announcement) || isOutdated(instance.stems, announcement))
    return count(step, 'refused')
  const next = nextOnStem(step, from, label, id)
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
  // Spread from here as if it had begun here.
  learn(step, instance, announcement, 0)
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

/** A copy came by the spread, or was given. */
export function onCopy(step: Step, announcement: SignedAnnouncement): void {
  if (!isTimely(step, announcement)) return
  const instance = instanceOf(step, announcement)
  if (instance) learn(step, instance, announcement)
}

function learn(step: Step, instance: Instance, announcement: SignedAnnouncement, rank?: number): void {
  if (instance.spread && instance.spread.sequence >= announcement.sequence) return
  count(step, 'announcements')
  if (instance.spread) forgetShown(step, instance.spread)
  const id = announcementId(announcement)
  step.state.shown.set(id, announcement)
  instance.spread = announcement
  instance.rank = undefined
  instance.lifts = 0
  setRank(step, instance, rank ?? rankHeard(step, id))
}

export function isKnown(step: Step, { service, instance, sequence }: SignedAnnouncement): boolean {
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

export function isTimely(step: Step, { expiry }: SignedAnnouncement): boolean {
  const bucket = bucketOf(step.now)
  return expiry >= bucket && expiry <= bucket + MAX_BUCKETS_AHEAD
}

/** Whether an announcement that the spread brought is worth checking and passing on. */
export function isNews(state: State, announcement: SignedAnnouncement, now: number): boolean {
  const here = { state, now, random: () => new Uint8Array(0), effects: [] }
  return isTimely(here, announcement) && !isKnown(here, announcement)
}
