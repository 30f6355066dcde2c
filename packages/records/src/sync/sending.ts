import type { Part } from '../parts.ts'
import type { Entry } from '../record-store.ts'
import type { Frame } from './frame.ts'
import type { SessionHost } from './host.ts'
import { RECORDS_FRAME_BYTES } from './limits.ts'

// Looked up together, between other peers' turns.
const LOOKUPS = 128
// Records that share a prefix are rare; a peer that names one byte must not be sent everything.
const MAX_MATCHES = 4

/** The records whose ids begin with the prefixes; what is not kept or not shown is counted, politely. */
export async function* recordsByPrefix(
  host: SessionHost,
  prefixes: readonly Uint8Array[],
  { silent = false } = {},
): AsyncIterable<Frame> {
  const batch = new Batch()
  let withheld = 0
  for (let at = 0; at < prefixes.length; at += LOOKUPS) {
    const found = await host.read((_, store) =>
      Promise.all(prefixes.slice(at, at + LOOKUPS).map((prefix) => store.find(prefix, MAX_MATCHES))),
    )
    for (const entries of found) {
      const bodies = shownBodies(host, entries)
      if (bodies.length === 0) withheld++
      for (const body of bodies) {
        const full = batch.add(body)
        if (full !== undefined) yield full
      }
    }
  }
  yield* batch.rest()
  if (withheld > 0 && !silent) yield { type: 'withheld', count: withheld }
}

/** Every record of a part that may be shown. */
export async function* recordsInPart(host: SessionHost, part: Part): AsyncIterable<Frame> {
  const batch = new Batch()
  const store = await host.read((_, store) => store)
  for (const span of part) {
    for await (const page of store.range(span)) {
      for (const body of shownBodies(host, page)) {
        const full = batch.add(body)
        if (full !== undefined) yield full
      }
    }
  }
  yield* batch.rest()
}

function shownBodies(host: SessionHost, entries: readonly Entry[]): Uint8Array[] {
  return entries.map((entry) => host.shown(entry)).filter((body) => body !== undefined)
}

/** Fills frames with records. */
class Batch {
  #records: Uint8Array[] = []
  #bytes = 0

  add(record: Uint8Array): Frame | undefined {
    const full = this.#bytes > 0 && this.#bytes + record.length > RECORDS_FRAME_BYTES ? this.#frame() : undefined
    this.#records.push(record)
    this.#bytes += record.length
    return full
  }

  #frame(): Frame {
    const records = this.#records
    this.#records = []
    this.#bytes = 0
    return { type: 'records', records }
  }

  *rest(): Iterable<Frame> {
    if (this.#records.length > 0) yield this.#frame()
  }
}
