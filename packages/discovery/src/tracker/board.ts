import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'

/** One peer's record under one topic. */
export interface Notice {
  readonly peerId: string
  readonly record: Uint8Array
  readonly sequence: bigint
  /** Who brought it. One party gets a bounded part of the board. */
  readonly broughtBy: string
  readonly untilMs: number
}

/** Notices by topic: bounded, and gone after a while. */
export interface Board {
  /** False where there is no room left for whoever brought it. */
  post(topic: string, notice: Notice): boolean
  /** Up to so many notices at random, without those of `except`. */
  draw(topic: string, want: number, except: string | undefined): Notice[]
  size(): number
}

export interface BoardLimits {
  /** @default 4096 */
  maxNotices: number
  /** @default 256 */
  maxPerTopic: number
  /** @default 32 */
  maxPerAddress: number
}

/** Creates an empty board. */
export function createBoard(
  { maxNotices, maxPerTopic, maxPerAddress }: BoardLimits,
  clock: Clock,
  random: Random,
): Board {
  const topics = new Map<string, Map<string, Notice>>()
  const brought = new Map<string, number>()
  let size = 0
  let sweptAtMs = clock.now()

  function count(party: string, change: number): void {
    size += change
    const next = (brought.get(party) ?? 0) + change
    if (next > 0) brought.set(party, next)
    else brought.delete(party)
  }

  function remove(topic: string, notices: Map<string, Notice>, notice: Notice): void {
    notices.delete(notice.peerId)
    count(notice.broughtBy, -1)
    if (notices.size === 0) topics.delete(topic)
  }

  // Expired notices take room until somebody looks: once a minute is often enough to look at all.
  function sweep(): void {
    if (clock.now() - sweptAtMs < 60_000) return
    sweptAtMs = clock.now()
    for (const [topic, notices] of topics) {
      for (const notice of notices.values()) if (notice.untilMs <= clock.now()) remove(topic, notices, notice)
    }
  }

  function post(topic: string, notice: Notice): boolean {
    sweep()
    const notices = topics.get(topic) ?? new Map<string, Notice>()
    const held = notices.get(notice.peerId)
    // An old record, replayed, must not send people to where the peer no longer is.
    if (held && held.sequence > notice.sequence) return true
    if (!held) {
      if ((brought.get(notice.broughtBy) ?? 0) >= maxPerAddress) return false
      if (notices.size >= maxPerTopic) removeOldest(topic, notices)
      else if (size >= maxNotices) return false
    } else count(held.broughtBy, -1)
    topics.set(topic, notices)
    // Re-inserted, so that the order of the map is the order of age.
    notices.delete(notice.peerId)
    notices.set(notice.peerId, notice)
    count(notice.broughtBy, 1)
    return true
  }

  function removeOldest(topic: string, notices: Map<string, Notice>): void {
    const [oldest] = notices.values()
    if (oldest) remove(topic, notices, oldest)
  }

  function draw(topic: string, want: number, except: string | undefined): Notice[] {
    const now = clock.now()
    const fresh = [...(topics.get(topic)?.values() ?? [])].filter((n) => n.untilMs > now && n.peerId !== except)
    // Only as many as are wanted are drawn: a full topic must not cost a full shuffle for each question.
    for (let index = 0; index < Math.min(want, fresh.length); index++) {
      const other = index + Math.floor(random() * (fresh.length - index))
      const held = fresh[index] as Notice
      fresh[index] = fresh[other] as Notice
      fresh[other] = held
    }
    return fresh.slice(0, want)
  }

  return { post, draw, size: () => size }
}
