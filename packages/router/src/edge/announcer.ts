import { type KeyPair, publicKeyToBytes } from '@hydra/identity'
import { bytesToHex } from '@noble/hashes/utils.js'
import {
  type Announcement,
  ANNOUNCEMENT_PURPOSE,
  announcementBody,
  BUCKET_MS,
  bucketOf,
  serviceId,
} from '../announcement.ts'
import { joinBytes } from '../bytes.ts'
import { fraction } from '../core/state.ts'
import { type Frame, ID_BYTES } from '../frame.ts'
import type { Unsubscribe } from '../link.ts'
import type { Clock, Random } from '../time.ts'

export interface AnnouncerOptions {
  send: (frame: Frame) => void
  /** Without a neighbour there is nobody to tell. */
  hasLinks: () => boolean
  clock: Clock
  random: Random
}

/** Tells the network of our services, and again when it might have forgotten. */
export interface Announcer {
  add(key: KeyPair, hidden: boolean): Promise<Unsubscribe>
  /** A stem lost a peer. */
  onBroken(id: Uint8Array): void
  onLinks(): void
  close(): void
}

interface Announced {
  readonly key: KeyPair
  readonly hidden: boolean
  readonly instance: string
  sequence: number
  /** What peers call the newest announcement. */
  id: string
  next: Unsubscribe | undefined
  lastAt: number
  waits: boolean
}

/** An announcement holds an hour, so that a refresh may come late. */
const HOLDS_BUCKETS = 6
const REFRESH_MS = 3 * BUCKET_MS
/** How long after a break a service is announced again: soon, but not at once, which would tell who noticed. */
const REPAIR_MS: readonly [number, number] = [100, 500]
/** Breaks that follow each other are mended together: neighbours can cause them at will. */
const LEAST_PAUSE_MS = 3_000

export function createAnnouncer({ send, hasLinks, clock, random }: AnnouncerOptions): Announcer {
  const announced = new Set<Announced>()

  async function announce(entry: Announced, withdrawn: boolean): Promise<void> {
    entry.next?.()
    entry.waits = !hasLinks()
    if (entry.waits) return
    entry.lastAt = clock.now()
    const announcement: Announcement = {
      service: serviceId(publicKeyToBytes(entry.key.publicKey)),
      instance: entry.instance,
      expiry: bucketOf(clock.now()) + HOLDS_BUCKETS,
      sequence: ++entry.sequence,
      price: 0,
      withdrawn,
      ticket: { day: 0, nonce: 0 },
    }
    const body = announcementBody(announcement)
    const signature = await entry.key.sign(ANNOUNCEMENT_PURPOSE, body)
    entry.id = bytesToHex(signature.subarray(0, ID_BYTES))
    if (!withdrawn && !announced.has(entry)) return
    if (!withdrawn) again(entry, REFRESH_MS * (1 + 0.2 * fraction(random)))
    const label = entry.hidden ? 'walk' : 'last'
    send({ kind: 'stem', label, about: 'announcement', payload: joinBytes(body, signature) })
  }

  function again(entry: Announced, delayMs: number): void {
    entry.next?.()
    entry.next = clock.after(delayMs, () => void announce(entry, false))
  }

  return {
    async add(key, hidden) {
      const instance = bytesToHex(random(16))
      const entry: Announced = {
        key,
        hidden,
        instance,
        sequence: 0,
        id: '',
        next: undefined,
        lastAt: Number.NEGATIVE_INFINITY,
        waits: false,
      }
      announced.add(entry)
      await announce(entry, false)
      return () => {
        if (!announced.delete(entry)) return
        entry.next?.()
        void announce(entry, true)
      }
    },
    onBroken(id) {
      const entry = [...announced].find((each) => each.id === bytesToHex(id))
      if (!entry) return
      const [least, most] = REPAIR_MS
      const soon = least + (most - least) * fraction(random)
      const pause = entry.sequence > 1 ? Math.max(0, entry.lastAt + LEAST_PAUSE_MS - clock.now()) : 0
      again(entry, pause + soon)
    },
    onLinks() {
      for (const entry of announced) if (entry.waits) void announce(entry, false)
    },
    close() {
      for (const entry of announced) entry.next?.()
      announced.clear()
    },
  }
}
