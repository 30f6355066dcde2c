import { type KeyPair, type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { bytesToHex } from '@noble/hashes/utils.js'
import {
  type Announcement,
  ANNOUNCEMENT_PURPOSE,
  announcementBody,
  BUCKET_MS,
  bucketOf,
  dayOf,
  type ServiceId,
  serviceId,
  ticketChallenge,
} from '../announcement.ts'
import { joinBytes } from '../bytes.ts'
import { fraction } from '../core/state.ts'
import { type Frame, ID_BYTES } from '../frame.ts'
import type { Unsubscribe } from '../link.ts'
import type { Puzzle } from '../puzzle.ts'
import type { Clock, Random } from '../time.ts'

export interface AnnouncerOptions {
  send: (frame: Frame) => void
  /** Without a neighbour there is nobody to tell. */
  hasLinks: () => boolean
  clock: Clock
  random: Random
  puzzle: Puzzle
  ticketBits: number
}

/** Tells the network of our services, and again when it might have forgotten. */
export interface Announcer {
  add(key: KeyPair, hidden: boolean): Promise<Unsubscribe>
  /** Under load, work is asked of everyone. */
  setPrice(key: PublicKey, bits: number): void
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
  price: number
  ticket: Announcement['ticket'] | undefined
}

/** An announcement holds an hour, so that a refresh may come late. */
const HOLDS_BUCKETS = 6
const REFRESH_MS = 3 * BUCKET_MS
/** How long after a break a service is announced again: soon, but not at once, which would tell who noticed. */
const REPAIR_MS: readonly [number, number] = [100, 500]
/** Breaks that follow each other are mended together: neighbours can cause them at will. */
const LEAST_PAUSE_MS = 3_000

export function createAnnouncer({ send, hasLinks, clock, random, puzzle, ticketBits }: AnnouncerOptions): Announcer {
  const announced = new Set<Announced>()

  async function announce(entry: Announced, withdrawn: boolean): Promise<void> {
    entry.next?.()
    entry.waits = !hasLinks()
    if (entry.waits) return
    entry.lastAt = clock.now()
    const service = serviceId(publicKeyToBytes(entry.key.publicKey))
    const announcement: Announcement = {
      service,
      instance: entry.instance,
      expiry: bucketOf(clock.now()) + HOLDS_BUCKETS,
      sequence: ++entry.sequence,
      price: entry.price,
      withdrawn,
      ticket: await ticketFor(entry, service),
    }
    const body = announcementBody(announcement)
    const signature = await entry.key.sign(ANNOUNCEMENT_PURPOSE, body)
    entry.id = bytesToHex(signature.subarray(0, ID_BYTES))
    if (!withdrawn && !announced.has(entry)) return
    if (!withdrawn) again(entry, REFRESH_MS * (1 + 0.2 * fraction(random)))
    const label = entry.hidden ? 'walk' : 'last'
    send({ kind: 'stem', label, about: 'announcement', payload: joinBytes(body, signature) })
  }

  async function ticketFor(entry: Announced, service: ServiceId): Promise<Announcement['ticket']> {
    const day = dayOf(clock.now())
    if (entry.ticket?.day !== day) {
      entry.ticket = { day, nonce: await puzzle.solve(ticketChallenge(service, day), ticketBits) }
    }
    return entry.ticket
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
        price: 0,
        ticket: undefined,
      }
      announced.add(entry)
      await announce(entry, false)
      return () => {
        if (!announced.delete(entry)) return
        entry.next?.()
        void announce(entry, true)
      }
    },
    setPrice(key, bits) {
      for (const entry of announced) {
        if (entry.key.publicKey !== key || entry.price === bits) continue
        entry.price = bits
        again(entry, Math.max(0, entry.lastAt + LEAST_PAUSE_MS - clock.now()))
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
