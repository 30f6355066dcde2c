import type { PublicKey } from '@hydra/identity'
import type { RecordSet } from '@hydra/records'
import type { LogStatus } from './feeds.ts'
import { decodeFeedRecord } from './entry-record.ts'
import { ABOUT, laneOf, SAID, under } from './order.ts'

interface Counted {
  places: Set<number>
  newest: number
  length?: number
}

/** Counts what is here of each log of an author, and what is missing before the newest. */
export async function logStatus(records: RecordSet, author: PublicKey): Promise<LogStatus[]> {
  const logs = new Map<PublicKey, Counted>()
  const logOf = (device: PublicKey): Counted => {
    const log = logs.get(device) ?? { places: new Set(), newest: -1 }
    logs.set(device, log)
    return log
  }
  for (const lane of [ABOUT, SAID] as const) {
    for await (const { bytes } of records.range(under(laneOf(author, lane)))) {
      const record = decodeFeedRecord(bytes)
      if (record.type === 'end') {
        const log = logOf(record.end.device)
        log.length = Math.min(record.end.length, log.length ?? Number.POSITIVE_INFINITY)
        continue
      }
      const log = logOf(record.entry.device)
      log.places.add(record.entry.sequence)
      log.newest = Math.max(log.newest, record.entry.sequence)
    }
  }
  return [...logs].map(([device, { places, newest, length }]) => ({
    device,
    entries: places.size,
    missing: newest + 1 - places.size,
    newest,
    ...(length !== undefined && { length }),
  }))
}
