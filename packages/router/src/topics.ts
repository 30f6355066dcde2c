import { sha256 } from './hash.ts'
import { bytesToHex } from '@noble/hashes/utils.js'
import { decodeAnnouncement, type SignedAnnouncement } from './announcement.ts'
import type { About } from './frame.ts'
import { decodeMessage } from './message.ts'
import type { Spread, Verdict } from './spread.ts'

/** What every router's spread carries: announcements of services, and messages of all topics in one. */
const topics: Record<About, string> = {
  announcement: '/hydra/router/1.0.0/announcements',
  // One topic for all of them: whoever carries everything shows nobody what it reads.
  message: '/hydra/router/1.0.0/messages',
}

interface Listeners {
  isNews(announcement: SignedAnnouncement): boolean
  check(announcement: SignedAnnouncement): Promise<boolean>
  onAnnouncement(bytes: Uint8Array): void
  onMessage(payload: Uint8Array): void
}

/** Joins the router's topics, and judges what the spread brings before it goes on. */
export function spreadTopics(spread: Spread, listeners: Listeners) {
  // What we spread ourselves was judged before, and is no news to us by then.
  const publishing = new Set<string>()

  async function judge(bytes: Uint8Array): Promise<Verdict> {
    if (publishing.has(hash(bytes))) return 'accept'
    let announcement: SignedAnnouncement
    try {
      announcement = decodeAnnouncement(bytes)
    } catch {
      return 'reject'
    }
    if (!listeners.isNews(announcement)) return 'ignore'
    return (await listeners.check(announcement)) ? 'accept' : 'reject'
  }

  const stops = [
    spread.join(topics.announcement, judge),
    spread.join(topics.message, (bytes) => (isMessage(bytes) ? 'accept' : 'reject')),
    spread.onCopy((copy) => {
      if (!copy.first) return
      if (copy.topic === topics.announcement) listeners.onAnnouncement(copy.bytes)
      else if (copy.topic === topics.message) listeners.onMessage(copy.bytes)
    }),
  ]

  return {
    async publish(about: About, bytes: Uint8Array): Promise<void> {
      const id = hash(bytes)
      publishing.add(id)
      try {
        await spread.publish(topics[about], bytes)
      } catch {
        // A spread that is closing, or full, loses the message: announcements come again, and messages promise no more.
      } finally {
        publishing.delete(id)
      }
      if (about === 'message') listeners.onMessage(bytes)
    },
    close(): void {
      for (const stop of stops) stop()
    },
  }
}

function isMessage(bytes: Uint8Array): boolean {
  try {
    decodeMessage(bytes)
    return true
  } catch {
    return false
  }
}

const hash = (bytes: Uint8Array): string => bytesToHex(sha256(bytes))
