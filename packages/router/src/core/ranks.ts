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
const MOST = 255

/** A neighbour says how near it is. */
export function onRank(step: Step, port: Port, { id: bytes, rank }: Ranked): void {
  const id = bytesToHex(bytes)
  if (port.ranks.size >= limits.services && !port.ranks.has(id)) return
  port.ranks.set(id, rank)
  const known = step.state.shown.get(id)
  const instance = known && step.state.services.get(known.service)?.get(known.instance)
  if (instance && instance.rank === undefined) setRank(step, instance, rank + 1)
}

// The highest of those that had it before us, not the lowest: every one of them is a way then, and one that pretends to
// be near gains no more than its share.
export function rankHeard(step: Step, id: string): number | undefined {
  const heard = [...step.state.ports.values()].flatMap(({ ranks }) => ranks.get(id) ?? [])
  return heard.length > 0 ? Math.max(...heard) + 1 : undefined
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

/** The neighbours that lead to where the stem ended. */
export function neighboursNearer(step: Step, { spread, rank }: Instance): Port[] {
  if (!spread || spread.withdrawn) return []
  const id = announcementId(spread)
  // Without a rank of our own nobody comes this way, and any neighbour's is nearer.
  return [...step.state.ports.values()].filter((port) => (port.ranks.get(id) ?? MOST) < (rank ?? MOST))
}
