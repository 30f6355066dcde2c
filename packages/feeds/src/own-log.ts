import type { KeyPair, PublicKey } from '@hydra/identity'
import type { RecordSet } from '@hydra/records'
import type { Archive } from './archive.ts'
import { type Body, whyNotBody } from './body.ts'
import type { Entry } from './entry.ts'
import { decodeFeedRecord, signEntry } from './entry-record.ts'
import { DeviceEndedError, InvalidEntryError } from './errors.ts'
import type { Stamps } from './stamps.ts'

/** Runs one piece of work at a time, among all who could write this device's log. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>

export interface OwnLogOptions {
  readonly records: RecordSet
  readonly archive: Archive
  readonly stamps: Stamps
  readonly author: PublicKey
  readonly device: KeyPair
  readonly grant: Uint8Array
  readonly exclusive: Exclusive
}

/** Writes this device's log, each entry behind the last. */
export function createOwnLog(options: OwnLogOptions): <B extends Body>(body: B) => Promise<Entry<B>> {
  const { records, archive, stamps, author, device, grant, exclusive } = options

  return async <B extends Body>(body: B) => {
    const reason = whyNotBody(body)
    if (reason !== undefined) throw new InvalidEntryError(reason)
    return exclusive(async () => {
      // From the records each time: another tab may have written since, and to write one place twice is a fork.
      const head = await archive.head(author, device.publicKey)
      const sequence = head === undefined ? 0 : head.sequence + 1
      const { lengths } = await archive.about(author)
      if (sequence >= (lengths.get(device.publicKey) ?? Number.POSITIVE_INFINITY))
        throw new DeviceEndedError(device.publicKey)
      if (head !== undefined) stamps.see(head.time)
      const place = { author, grant, sequence, previous: head?.id, time: stamps.next() }
      const bytes = await signEntry(device, { ...place, body })
      await records.add(bytes)
      const record = decodeFeedRecord(bytes)
      if (record.type !== 'entry') throw new TypeError('An entry was written, and is none.')
      return record.entry as Entry<B>
    })
  }
}

/** In one process: each waits for the one before. */
export function oneAtATime(): Exclusive {
  let queue: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>) => {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }
}
