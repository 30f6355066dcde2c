import { toggleId } from './coded-symbols.ts'
import { createExpander } from './expander.ts'
import { idOf } from './key.ts'
import { addLattice, createLattice, fingerprint, type Lattice, subtractLattice } from './lattice.ts'
import { includes, isWhole, type Part, samePart, type Span } from './parts.ts'
import { BUCKET_ENTRIES, type Bucket, createBucket, RangeTree } from './range-tree.ts'
import type { Entry, RecordStore } from './record-store.ts'
import { Sketch } from './sketch.ts'

// Peers carry few different parts, and each costs 160 KiB; the least recently used goes.
const MAX_PARTS = 8
const FANOUT = 16
// Half a second's work. A larger part that is not our own choice is compared range by range instead: a peer that names
// another part in each session must not make us read the whole set each time.
const MAX_BUILT = 65_536

interface KeptSketch {
  readonly part: Part
  readonly sketch: Sketch
}

export interface Fingerprint {
  readonly count: number
  readonly hash: Uint8Array
}

/** Everything about a set that is compared with others: kept in memory, saved with the entries now and then. */
export class Summary {
  readonly #whole: Sketch
  readonly tree: RangeTree
  /** Of the bodies that are kept. */
  bytes = 0
  /** Entries read to answer for ranges, ever: what peers' questions cost. */
  scanned = 0
  readonly #parts: KeptSketch[] = []
  readonly #expander = createExpander()
  #isGathering = false

  constructor(whole = new Sketch(), tree = new RangeTree()) {
    this.#whole = whole
    this.tree = tree
  }

  get count(): number {
    return this.#whole.count
  }

  /** The sketch of everything. */
  get whole(): Sketch {
    if (this.#isGathering) this.#bringIn()
    return this.#whole
  }

  #bringIn(): void {
    this.#isGathering = false
    const { sum, counters } = this.#expander
    addLattice(this.#whole.lattice, sum)
    for (let i = 0; i < counters.length; i++) {
      this.#whole.counters[i] = (this.#whole.counters[i] as number) + (counters[i] as number)
    }
    sum.fill(0)
    counters.fill(0)
  }

  add({ key, body }: Entry): void {
    this.bytes += body?.length ?? 0
    const expanded = this.#expander.expand(idOf(key))
    const { words } = this.#expander
    this.#expander.gather()
    this.#isGathering = true
    this.#whole.count++
    toggleId(this.#whole.symbols, words, 1)
    this.tree.add(key, expanded)
    for (const { part, sketch } of this.#parts) if (includes(part, key)) sketch.toggle(words, expanded, 1)
  }

  remove({ key, body }: Entry): void {
    this.bytes -= body?.length ?? 0
    const expanded = this.#expander.expand(idOf(key))
    const { words } = this.#expander
    this.#whole.toggle(words, expanded, -1)
    this.tree.remove(key, expanded)
    for (const { part, sketch } of this.#parts) if (includes(part, key)) sketch.toggle(words, expanded, -1)
  }

  /** Splits ranges that have grown too long. Call it after adding a batch. */
  async settle(store: RecordStore): Promise<void> {
    for (let index = this.tree.oversized(); index >= 0; index = this.tree.oversized()) {
      const bucket = this.tree.buckets[index] as Bucket
      const parts = await this.#splitBucket(store, { from: bucket.from, to: this.tree.endOf(index) }, bucket)
      // Nothing to cut: entries are missing from the store, and the summary is about to be made anew.
      if (parts.length === 1) return
      this.tree.replace(index, parts)
    }
  }

  /** Only all parts but the first are summed anew; the first is what remains. */
  async #splitBucket(store: RecordStore, span: Span, whole: Bucket): Promise<Bucket[]> {
    const first: Bucket = { from: whole.from, count: 0, sum: whole.sum.slice() }
    const parts = [first]
    let seen = 0
    for await (const page of store.range(span)) {
      for (const { key } of page) {
        if (seen > 0 && seen % BUCKET_ENTRIES === 0) parts.push(createBucket(key))
        seen++
        const part = parts.at(-1) as Bucket
        part.count++
        if (part === first) continue
        const expanded = this.#expander.expand(idOf(key))
        addLattice(part.sum, expanded)
        subtractLattice(first.sum, expanded)
      }
    }
    return parts
  }

  async fingerprint(store: RecordStore, part: Part): Promise<Fingerprint> {
    if (isWhole(part)) return { count: this.whole.count, hash: fingerprint(this.whole.lattice) }
    const known = this.#parts.find((kept) => samePart(kept.part, part))
    if (known !== undefined) return { count: known.sketch.count, hash: fingerprint(known.sketch.lattice) }
    const sum = createLattice()
    let count = 0
    for (const span of part) count += await this.#sumSpan(store, span, sum)
    return { count, hash: fingerprint(sum) }
  }

  async #sumSpan(store: RecordStore, span: Span, into: Lattice): Promise<number> {
    const { tree } = this
    const first = tree.indexOf(span.from)
    const last = span.to === undefined ? tree.buckets.length : tree.indexOf(span.to)
    if (first === last) return this.#scan(store, span, into)
    let count = await this.#scan(store, { from: span.from, to: tree.endOf(first) }, into)
    for (let i = first + 1; i < last; i++) {
      const bucket = tree.buckets[i] as Bucket
      count += bucket.count
      addLattice(into, bucket.sum)
    }
    const end = tree.buckets[last]
    return end === undefined ? count : count + (await this.#scan(store, { from: end.from, to: span.to }, into))
  }

  async #scan(store: RecordStore, span: Span, into: Lattice): Promise<number> {
    let count = 0
    const { tree } = this
    const index = tree.indexOf(span.from)
    const bucket = tree.buckets[index] as Bucket
    if (bucket.from.length === span.from.length && samePart([{ from: bucket.from, to: tree.endOf(index) }], [span])) {
      addLattice(into, bucket.sum)
      return bucket.count
    }
    for await (const page of store.range(span)) {
      for (const { key } of page) addLattice(into, this.#expander.expand(idOf(key)))
      count += page.length
      this.scanned += page.length
    }
    return count
  }

  /** Cuts a part into at most sixteen pieces of about equal size. */
  async split(store: RecordStore, part: Part): Promise<Span[]> {
    const pieces: Span[] = []
    for (const span of part) {
      const cuts = await this.#cuts(store, span)
      let from = span.from
      for (const cut of cuts) {
        pieces.push({ from, to: cut })
        from = cut
      }
      pieces.push({ from, to: span.to })
    }
    return pieces
  }

  async #cuts(store: RecordStore, span: Span): Promise<Uint8Array[]> {
    const first = this.tree.indexOf(span.from)
    const last = span.to === undefined ? this.tree.buckets.length - 1 : this.tree.indexOf(span.to)
    if (last - first >= FANOUT) return evenly(this.tree.buckets.slice(first + 1, last + 1).map((bucket) => bucket.from))
    const keys: Uint8Array[] = []
    for await (const page of store.range(span)) for (const { key } of page) keys.push(key)
    return evenly(keys.slice(1))
  }

  /** A sketch of a part, kept up from now on. None if it would have to be built, is large, and is not `ours`. */
  async sketch(store: RecordStore, part: Part, ours: boolean): Promise<Sketch | undefined> {
    if (isWhole(part)) return this.whole
    const at = this.#parts.findIndex((kept) => samePart(kept.part, part))
    if (at < 0 && !ours && this.#atMost(part) > MAX_BUILT) return undefined
    const kept = at >= 0 ? this.#parts.splice(at, 1)[0] : await this.#build(store, part)
    if (kept === undefined) return undefined
    this.#parts.push(kept)
    if (this.#parts.length > MAX_PARTS) this.#parts.shift()
    return kept.sketch
  }

  /** How many entries a part can have, from the buckets it touches. */
  #atMost(part: Part): number {
    let count = 0
    for (const { from, to } of part) {
      const last = to === undefined ? this.tree.buckets.length - 1 : this.tree.indexOf(to)
      for (let i = this.tree.indexOf(from); i <= last; i++) count += this.tree.buckets[i]?.count ?? 0
    }
    return count
  }

  async #build(store: RecordStore, part: Part): Promise<KeptSketch> {
    const sketch = new Sketch()
    for (const span of part) {
      for await (const page of store.range(span)) {
        for (const { key } of page) {
          const expanded = this.#expander.expand(idOf(key))
          sketch.toggle(this.#expander.words, expanded, 1)
        }
        this.scanned += page.length
      }
    }
    return { part, sketch }
  }
}

function evenly(cuts: readonly Uint8Array[]): Uint8Array[] {
  if (cuts.length < FANOUT) return [...cuts]
  const chosen: Uint8Array[] = []
  for (let i = 1; i < FANOUT; i++) chosen.push(cuts[Math.floor((i * cuts.length) / FANOUT)] as Uint8Array)
  return chosen
}
