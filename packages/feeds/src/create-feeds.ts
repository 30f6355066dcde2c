import { type KeyPair, type PublicKey, publicKeyFromBytes, type Slot, memorySlot } from '@hydra/identity'
import { createRecordSet, type Gossip, type RecordStore } from '@hydra/records'
import { Archive } from './archive.ts'
import { Carried, type Readership } from './carried.ts'
import { Catalogue } from './catalogue.ts'
import { type Circle, openCircle } from './circle.ts'
import type { Entry } from './entry.ts'
import { decodeFeedRecord, FEEDS_KIND, grantDevice, MAX_ENTRY_BYTES, signEnd } from './entry-record.ts'
import type { Feeds } from './feeds.ts'
import { logStatus } from './log-status.ts'
import { createOwnLog, type Exclusive, oneAtATime } from './own-log.ts'
import { createReading } from './reading.ts'
import { Stamps } from './stamps.ts'
import { createValidate } from './validate.ts'

export interface FeedsOptions {
  /** Where entries are kept. */
  store: RecordStore
  author: KeyPair
  /**
   * This device's key. It stands in every entry, so it must not be the key of the peer's connections: `serviceKey` with
   * a label of this device makes one.
   */
  device: KeyPair
  /** Keeps whom this user follows. @default in memory */
  slot?: Slot
  /** Pushes new entries. A peer's `records.gossip` hides who wrote them; the router's spread alone does not. */
  gossip?: Gossip
  /** Bodies kept, in bytes. @default no limit */
  maxBytes?: number
  /** At most so many authors are carried whom those name in their `contacts` that this user follows. @default 0 */
  friendsOfFriends?: number
  /**
   * Runs a write while nobody else who has this device's key writes. Tabs that share a store pass
   * `(work) => navigator.locks.request('feeds', work)`. @default one at a time in this process
   */
  exclusive?: Exclusive
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number
}

/** Opens the feeds that a store keeps. */
export async function createFeeds(options: FeedsOptions): Promise<Feeds> {
  const { store, author, device, gossip, maxBytes, slot = memorySlot(), now = Date.now } = options
  const { exclusive = oneAtATime(), friendsOfFriends = 0 } = options
  const self = author.publicKey
  let theirs: readonly PublicKey[] = []
  const readership = ({ followed, blocked, strangers }: Circle): Readership => {
    const whole = new Set([self, ...[...followed, ...theirs].filter((author) => !blocked.has(author))])
    return { whole, little: new Set([...strangers].filter((author) => !whole.has(author))) }
  }
  const circle = await openCircle(slot, async (changed) => {
    await carried.set(readership(changed))
    widenSoon()
  })
  const carried = new Carried(readership(circle))
  const records = await createRecordSet({
    kind: FEEDS_KIND,
    validate: createValidate(),
    store,
    maxRecordBytes: MAX_ENTRY_BYTES,
    carry: carried.carry,
    hidden: ({ order }) => circle.blocked.has(authorAt(order)),
    ...(gossip && { gossip }),
    ...(maxBytes !== undefined && { maxBytes }),
  })
  await carried.attach(records)
  const archive = new Archive(records)
  const catalogue = new Catalogue(records, archive)
  const stamps = new Stamps(now)
  const grant = await grantDevice(author, device.publicKey)
  const write = createOwnLog({ records, archive, stamps, author: self, device, grant, exclusive })
  const reading = createReading({ archive, catalogue, circle, stamps, own: author })
  const listeners = new Set<(entry: Entry) => void>()

  /** Carries those too whom the ones that this user follows name, as far as it wants. */
  async function widen(): Promise<void> {
    if (friendsOfFriends === 0 || closed) return
    const named = await Promise.all([...circle.followed].map((author) => catalogue.contactsOf(author)))
    theirs = [...new Set(named.flat())].slice(0, friendsOfFriends)
    await carried.set(readership(circle))
  }

  let closed = false
  // It reads all that is carried, which nobody should wait for; what fails then fails again when it is asked for.
  const widenSoon = (): void => void widen().catch(() => undefined)

  const stop = records.onAdd((stored) => {
    catalogue.take(stored)
    const record = decodeFeedRecord(stored.bytes)
    if (record.type !== 'entry') return
    stamps.see(record.entry.time)
    if (record.entry.body.type === 'contacts' && circle.followed.has(record.entry.author)) widenSoon()
    if (reading.isShown(record.entry)) for (const listener of listeners) listener(record.entry)
  })

  widenSoon()
  return {
    ...reading,
    author: self,
    circle,
    records,
    write,
    async send(to, text) {
      const { sealMessage } = await import('./sealed.ts')
      return write(await sealMessage(self, to, text))
    },
    status: (other) => logStatus(records, other),
    async endDevice(ended) {
      const head = await archive.head(self, ended)
      await records.add(await signEnd(author, ended, head === undefined ? 0 : head.sequence + 1))
    },
    onEntry(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      stop()
      listeners.clear()
      await records.close()
    },
  }
}

function authorAt(order: Uint8Array): PublicKey {
  return publicKeyFromBytes(order.subarray(0, 32))
}
