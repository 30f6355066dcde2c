import { bytesToHex } from '@noble/hashes/utils.js'
import type { ByteStream } from '../byte-stream.ts'
import { type CodedSymbols, MAX_SYMBOLS } from '../coded-symbols.ts'
import { BusyError, MisbehavedError, UnknownKindError } from '../errors.ts'
import { idOf } from '../key.ts'
import { intersect, type Part, samePart } from '../parts.ts'
import { type Difference, peel } from '../peel.ts'
import { isProven } from '../proof.ts'
import type { SyncOptions, SyncResult } from '../record-set.ts'
import type { RecordStore } from '../record-store.ts'
import type { Summary } from '../summary.ts'
import type { Frame } from './frame.ts'
import { FrameStream } from './frame-stream.ts'
import type { SessionHost } from './host.ts'
import { Intake } from './intake.ts'
import { LIST_BYTES, MAX_FREE_SCAN, MAX_IDLE_TURNS, MAX_KNOWN, MAX_TURN_BYTES, SYMBOL_BYTES } from './limits.ts'
import { Outbox } from './outbox.ts'
import { idBytes, join, pack, prefixBytes, unpack } from './packing.ts'
import { openingCompare, replyTo, splitFrames, symbolsFrame } from './replies.ts'
import { recordsByPrefix, recordsInPart } from './sending.ts'
import { furtherSymbols, unpackSymbols } from './symbols.ts'

type FrameOf<T extends Frame['type']> = Extract<Frame, { type: T }>

/** One reconciliation with one peer. The two speak in turns, so that neither can bury the other. */
export class Session {
  readonly #host: SessionHost
  readonly #frames: FrameStream
  readonly #intake: Intake
  readonly #outbox: Outbox
  readonly #isOpener: boolean
  readonly #onProgress: SyncOptions['onProgress']
  #shared: Part
  #ignoreCompare = false
  #offered: { part: Part; symbols: CodedSymbols; hash: Uint8Array; sent: number } | undefined
  #received: { part: Part; hash: Uint8Array; packed: Uint8Array } | undefined
  #sent = 0
  #wanted = 0
  #scanned = 0
  #withheld = 0
  #roundTrips = 0
  #idleTurns = 0

  constructor(host: SessionHost, stream: ByteStream, isOpener: boolean, { signal, onProgress }: SyncOptions) {
    this.#host = host
    this.#frames = new FrameStream(stream, signal)
    this.#intake = new Intake(host)
    this.#isOpener = isOpener
    const onSent = (frame: Frame) => {
      this.#onSent(frame)
    }
    this.#outbox = new Outbox(this.#frames, { isOpener, onSent })
    this.#onProgress = onProgress
    this.#shared = host.part()
  }

  async open(): Promise<SyncResult> {
    const { kind } = this.#host
    this.#outbox.say({ type: 'open', kind, part: this.#shared })
    this.#outbox.say(await this.#look((summary, store) => openingCompare(this.#shared, summary, store, this.#isOurs())))
    let more = await this.#outbox.speak(false)
    while (more) {
      this.#roundTrips++
      const heard = await this.#listen()
      if (heard === 'done') break
      more = await this.#outbox.speak(heard === 'more')
    }
    return this.#result()
  }

  async answer(): Promise<SyncResult> {
    const first = await this.#frames.read()
    if (first.type !== 'open') throw new MisbehavedError('did not open the session')
    if (first.kind !== this.#host.kind) {
      await this.#frames.write({ type: 'refuse', reason: 'unknown-kind' })
      throw new UnknownKindError(first.kind)
    }
    this.#agree(first.part)
    for (;;) {
      const heard = await this.#listen()
      if (heard === 'done') break
      if (!(await this.#outbox.speak(heard === 'more'))) break
    }
    return this.#result()
  }

  /** After a session broke off: what came and is valid is kept, so that the next one goes on from there. */
  async keepWhatCame(): Promise<void> {
    await this.#intake.flush().catch(() => undefined)
  }

  #agree(theirs: Part): void {
    const ours = this.#host.part()
    this.#shared = intersect(ours, theirs)
    if (samePart(ours, theirs)) return
    this.#ignoreCompare = true
    this.#outbox.say({ type: 'part', part: ours })
  }

  #onSent(frame: Frame): void {
    if (frame.type !== 'records') return
    this.#sent += frame.records.length
    this.#idleTurns = 0
    if (this.#sent > 2 * this.#host.size() + 1024)
      throw new MisbehavedError('asks for the same records again and again')
    this.#tellProgress()
  }

  #tellProgress(): void {
    this.#onProgress?.({ received: this.#intake.added, sent: this.#sent })
  }

  /** Hears the other's turn out. */
  async #listen(): Promise<'turn' | 'more' | 'done'> {
    if (++this.#idleTurns > MAX_IDLE_TURNS) throw new MisbehavedError('goes in circles')
    const limit = this.#frames.bytes + MAX_TURN_BYTES
    for (;;) {
      const frame = await this.#frames.read()
      if (this.#frames.bytes > limit) throw new MisbehavedError('does not let others speak')
      if (frame.type === 'turn' || frame.type === 'done') {
        await this.#takeIn()
        this.#ignoreCompare = false
        return frame.type === 'done' ? 'done' : frame.more ? 'more' : 'turn'
      }
      await this.#handle(frame)
    }
  }

  async #takeIn(): Promise<void> {
    const before = this.#intake.added
    await this.#intake.flush()
    if (this.#intake.added === before) return
    this.#idleTurns = 0
    this.#tellProgress()
  }

  async #handle(frame: Frame): Promise<void> {
    switch (frame.type) {
      case 'records':
        return this.#onRecords(frame)
      case 'compare':
        return this.#onCompare(frame)
      case 'symbols':
        return this.#onSymbols(frame)
      case 'more':
        return this.#onMore(frame)
      case 'list':
        return this.#onList(frame)
      case 'want':
        return this.#onWant(frame)
      case 'want-all':
        this.#refuseOutside(frame.part)
        return this.#outbox.enqueue(() => recordsInPart(this.#host, frame.part))
      case 'withheld':
        this.#withheld += frame.count
        return undefined
      case 'part':
        return this.#onPart(frame)
      case 'refuse':
        throw frame.reason === 'busy' ? new BusyError() : new UnknownKindError(this.#host.kind)
      default:
        throw new MisbehavedError(`sent a frame of type "${frame.type}" out of place`)
    }
  }

  /** Reads the set for a peer's question, and keeps account of what its questions cost. */
  async #look<T>(task: (summary: Summary, store: RecordStore) => Promise<T>): Promise<T> {
    return this.#host.read(async (summary, store) => {
      const before = summary.scanned
      const result = await task(summary, store)
      this.#scanned += summary.scanned - before
      if (this.#scanned > 8 * summary.count + MAX_FREE_SCAN) throw new MisbehavedError('asks for too much work')
      return result
    })
  }

  /** Whether the part agreed on is the one that this peer carries anyway. */
  #isOurs(): boolean {
    return samePart(this.#shared, this.#host.part())
  }

  #onWant({ prefixes, width }: FrameOf<'want'>): void {
    const wanted = unpack(prefixes, width)
    this.#wanted += wanted.length
    if (this.#wanted > 2 * this.#host.size() + MAX_KNOWN) throw new MisbehavedError('wants more than there is')
    this.#outbox.enqueue(() => recordsByPrefix(this.#host, wanted))
  }

  async #onRecords({ records }: FrameOf<'records'>): Promise<void> {
    this.#intake.take(records)
    if (this.#intake.isFull) await this.#takeIn()
  }

  async #onPart({ part }: FrameOf<'part'>): Promise<void> {
    if (!this.#isOpener) throw new MisbehavedError('named its part twice')
    this.#shared = intersect(this.#host.part(), part)
    if (this.#shared.length === 0) return
    this.#outbox.say(await this.#look((summary, store) => openingCompare(this.#shared, summary, store, this.#isOurs())))
  }

  async #onCompare(frame: FrameOf<'compare'>): Promise<void> {
    if (this.#ignoreCompare) return
    this.#refuseOutside(frame.part)
    const { part } = frame
    // Symbols are for the part that was agreed on; any other would have to be built for this one question.
    const asked = samePart(part, this.#shared) ? frame : { ...frame, counters: undefined }
    const reply = await this.#look((summary, store) => replyTo(asked, summary, store, this.#isOurs()))
    if (reply.say === 'everything') this.#outbox.enqueue(() => recordsInPart(this.#host, part))
    if (reply.say === 'frames') for (const each of reply.frames) this.#outbox.say(each)
    if (reply.say === 'symbols') {
      const { symbols, hash, length } = reply
      this.#offered = { part, symbols, hash, sent: length }
      this.#outbox.say(symbolsFrame(part, symbols, hash, 0, length))
    }
  }

  async #onMore({ part, start, length }: FrameOf<'more'>): Promise<void> {
    const offered = this.#offered
    const isNext = offered !== undefined && samePart(offered.part, part) && offered.sent === start
    if (!isNext || start + length > MAX_SYMBOLS) throw new MisbehavedError('asked for symbols that were not offered')
    offered.sent += length
    this.#outbox.say(symbolsFrame(part, offered.symbols, offered.hash, start, length))
  }

  async #onSymbols(frame: FrameOf<'symbols'>): Promise<void> {
    const { part, hash, start } = frame
    if (!samePart(part, this.#shared)) throw new MisbehavedError('sent symbols of a part that was not agreed on')
    const before = start === 0 ? undefined : this.#received
    if (start > 0 && (before === undefined || before.packed.length !== start * SYMBOL_BYTES)) {
      throw new MisbehavedError('sent symbols out of order')
    }
    const packed = before === undefined ? frame.symbols : join(before.packed, frame.symbols)
    this.#received = { part, hash, packed }
    const length = packed.length / SYMBOL_BYTES
    if (length > MAX_SYMBOLS) throw new MisbehavedError('sent too many symbols')
    const found = await this.#host.read(async (summary, store) => {
      const sketch = await summary.sketch(store, part, this.#isOurs())
      const difference = sketch && peel(sketch.symbols, unpackSymbols(packed))
      return difference && isProven(difference, sketch.lattice, hash) ? difference : undefined
    })
    if (found !== undefined) return this.#exchange(found)
    const further = furtherSymbols(length)
    // Once more is enough for all but one estimate in a thousand; beyond that someone wants it to stall.
    if (start === 0 && further > 0) return this.#outbox.say({ type: 'more', part, start: length, length: further })
    for (const piece of await this.#look((summary, store) => splitFrames(part, summary, store))) this.#outbox.say(piece)
  }

  #exchange({ ours, theirs }: Difference): void {
    this.#received = undefined
    if (ours.length > 0) this.#outbox.enqueue(() => recordsByPrefix(this.#host, ours.map(idBytes), { silent: true }))
    if (theirs.length === 0) return
    const width = prefixBytes(this.#host.size() + theirs.length)
    this.#outbox.say({ type: 'want', width, prefixes: pack(theirs.map(idBytes), width) })
  }

  async #onList({ part, ids }: FrameOf<'list'>): Promise<void> {
    this.#refuseOutside(part)
    const theirs = new Map(unpack(ids, LIST_BYTES).map((prefix) => [bytesToHex(prefix), prefix]))
    const onlyOurs: Uint8Array[] = []
    await this.#host.read(async (_, store) => {
      for (const span of part) {
        for await (const page of store.range(span)) {
          for (const { key } of page) {
            const id = idOf(key)
            if (!theirs.delete(bytesToHex(id.subarray(0, LIST_BYTES)))) onlyOurs.push(id)
          }
        }
      }
    })
    if (onlyOurs.length > 0) this.#outbox.enqueue(() => recordsByPrefix(this.#host, onlyOurs, { silent: true }))
    if (theirs.size > 0)
      this.#outbox.say({ type: 'want', width: LIST_BYTES, prefixes: pack([...theirs.values()], LIST_BYTES) })
  }

  #refuseOutside(part: Part): void {
    if (!samePart(intersect(part, this.#shared), part)) throw new MisbehavedError('asked about what was not agreed on')
  }

  #result(): SyncResult {
    const { bytes, recordBytes } = this.#frames
    const { added, refused } = this.#intake
    const overheadBytes = bytes - recordBytes
    return {
      received: added,
      sent: this.#sent,
      refused,
      withheld: this.#withheld,
      bytes,
      overheadBytes,
      roundTrips: this.#roundTrips,
    }
  }
}
