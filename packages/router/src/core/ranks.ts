import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { announcementId, type SignedAnnouncement } from '../announcement.ts'
import type { Ranked } from '../frame.ts'
import { SELF } from './events.ts'
import { limits } from './limits.ts'
import { sendControl } from './queues.ts'
import type { Instance, Port, Step } from './state.ts'

/**
 * Which neighbours are nearer to where an announcement's stem ended. Ranks only fall along a way, so that no way makes
 * a circle, and every neighbour of lower rank is a way. They say nothing of the host: at the end of the stem they begin.
 */

/** More than the width of any mesh: who says more is not believed to be nearer than anyone. */
export const MOST = 255

/** A neighbour says how near it is. */
export function onRank(step: Step, port: Port, { id: bytes, rank }: Ranked): void {
  const id = bytesToHex(bytes)
  if (port.ranks.size >= limits.services && !port.ranks.has(id)) return
  port.ranks.set(id, rank)
  const known = step.state.shown.get(id)
  const instance = known && step.state.services.get(known.service)?.get(known.instance)
  if (!instance) return
  if (instance.rank === undefined) setRank(step, instance, rank + 1)
  else liftIfStranded(step, instance)
}

/**
 * A peer whose ways are all lost goes above its neighbours, and tells them. Whoever came this way goes another, or does
 * the same: Gafni and Bertsekas' link reversal, after which every way leads to the end again, and none makes a circle.
 */
export function liftIfStranded(step: Step, instance: Instance): void {
  const { spread, rank, lifts } = instance
  if (!spread || rank === undefined) return
  const heard = ranksHeard(step, announcementId(spread))
  // Who is back after all its links were down knows nothing of where it is.
  if (heard.length === 0) {
    if (step.state.ports.size === 1) instance.rank = undefined
    return
  }
  // Where the stem ended the ways end too: if the stem broke, its host announces anew.
  if (rank === 0 || lifts >= limits.liftsPerAnnouncement || heard.some((other) => other < rank)) return
  instance.lifts++
  setRank(step, instance, Math.max(...heard) + 1)
}

// The highest of those that had it before us, not the lowest: all of them are ways then.
export function rankHeard(step: Step, id: string): number | undefined {
  const heard = ranksHeard(step, id)
  return heard.length > 0 ? Math.max(...heard) + 1 : undefined
}

function ranksHeard({ state }: Step, id: string): number[] {
  return [...state.ports.values()].flatMap(({ ranks }) => ranks.get(id) ?? [])
}

/** Kept for as long as the announcement is: others rely on it. */
export function setRank(step: Step, instance: Instance, rank: number | undefined): void {
  const { spread } = instance
  if (rank === undefined || rank >= MOST || !spread || spread.withdrawn) return
  instance.rank = rank
  const id = hexToBytes(announcementId(spread))
  for (const port of step.state.ports.values()) {
    if (port.id !== SELF) sendControl(step, port, { kind: 'rank', id, rank })
  }
}

/** A newer one took its place, or it ran out. */
export function forgetShown(step: Step, announcement: SignedAnnouncement): void {
  const id = announcementId(announcement)
  step.state.shown.delete(id)
  for (const { ranks } of step.state.ports.values()) ranks.delete(id)
}

/**
 * The neighbours that lead to where the stem ended: the nearer half of those that are nearer than we are. All of them
 * make ways of twice the length; the nearest alone would hand all requests to whoever claims to be it.
 */
export function neighboursNearer(step: Step, { spread, rank }: Instance): Port[] {
  if (!spread || spread.withdrawn) return []
  const id = announcementId(spread)
  const rankOf = ({ ranks }: Port) => ranks.get(id) ?? MOST
  // Without a rank of our own nobody comes this way, and any neighbour's is nearer.
  const nearer = [...step.state.ports.values()].filter((port) => rankOf(port) < (rank ?? MOST))
  const sorted = nearer.map(rankOf).toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? MOST
  return nearer.filter((port) => rankOf(port) <= middle)
}
