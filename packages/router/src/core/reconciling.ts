import { bytesToHex } from '@noble/hashes/utils.js'
import { announcementId, decodeAnnouncement } from '../announcement.ts'
import { ID_BYTES, MAX_RANKED, type Ranked } from '../frame.ts'
import { isKnown, isTimely, onCopy } from './announcements.ts'
import { addJob } from './checks.ts'
import { limits } from './limits.ts'
import { sendControl } from './queues.ts'
import { onRank } from './ranks.ts'
import { count, type Job, type Port, type Step } from './state.ts'

/** A new link: tells the neighbour what is known here, so that whoever joins late learns of every live service. */
export function offerAll(step: Step, port: Port): void {
  const ranked: Ranked[] = []
  for (const instances of step.state.services.values()) {
    for (const { spread, rank } of instances.values()) {
      if (spread && rank !== undefined) ranked.push({ id: spread.signature.subarray(0, ID_BYTES), rank })
    }
  }
  for (let start = 0; start < ranked.length; start += MAX_RANKED) {
    sendControl(step, port, { kind: 'have', ranked: ranked.slice(start, start + MAX_RANKED) })
  }
}

export function onHave(step: Step, port: Port, ranked: readonly Ranked[]): void {
  const missing: Uint8Array[] = []
  for (const each of ranked) {
    onRank(step, port, each)
    const id = bytesToHex(each.id)
    if (step.state.shown.has(id) || port.wanted.has(id) || port.wanted.size >= limits.wanted) continue
    port.wanted.add(id)
    missing.push(each.id)
  }
  if (missing.length > 0) sendControl(step, port, { kind: 'want', ids: missing })
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
export function onGiveChecked(step: Step, { announcement }: Extract<Job, { about: 'give' }>): void {
  if (isKnown(step, announcement)) return
  onCopy(step, announcement)
  step.effects.push({ type: 'spread', about: 'announcement', payload: announcement.bytes })
}
