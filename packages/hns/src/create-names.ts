import type { KeyPair, PublicKey, Slot } from '@hydra/identity'
import type { RecordId, RecordSet } from '@hydra/records'
import { bytesToHex } from '@noble/hashes/utils.js'
import { MAX_PARENTS } from './block.ts'
import { claimsOn, keyOf, noteFirst, type Sources } from './claims.ts'
import { InvalidPayloadError, NotClaimedError } from './errors.ts'
import { branchesOf } from './ledger/branches.ts'
import { layoutOf } from './ledger/layout.ts'
import { Ledger } from './ledger/ledger.ts'
import { wordsOf } from './ledger/search.ts'
import { type Local, openLocal } from './local.ts'
import { createLocalChoices, hexOf } from './local-choices.ts'
import { makeBlock, workFor } from './make-block.ts'
import { normalizeName } from './name.ts'
import type { Claim, ClaimOptions, LocalChoices, LogEntry, Names } from './names.ts'
import { type Payload, whyNoPayload } from './payload.ts'
import type { Rules } from './rules.ts'

// Each save writes all that stood first: the more there is, the more lookups come between two.
const FIRSTS_BEFORE_A_SAVE = 64
const SHARE_BEFORE_A_SAVE = 1 / 8

export interface NamesOptions {
  /** A record set of the ledger's kind: `createRecordSet({ ...recordsOf(rules), store })`. */
  readonly records: RecordSet
  readonly rules: Rules
  /** Keeps what this user pins and hides. @default memory */
  readonly slot?: Slot
}

/** Opens the ledger on a record set. */
export async function createNames({ records, rules, slot }: NamesOptions): Promise<Names> {
  const names = new LedgerNames(records, rules, await openLocal(slot))
  await names.open()
  return names
}

class LedgerNames implements Names {
  readonly local: LocalChoices
  readonly #records: RecordSet
  readonly #rules: Rules
  readonly #choices: Local
  readonly #ledger = new Ledger()
  readonly #sources: Sources
  readonly #listeners = new Set<() => void>()
  readonly #closing = new AbortController()
  /** Lookups whose first claim is not written down yet. */
  #unsaved = 0
  #stop = (): void => undefined

  constructor(records: RecordSet, rules: Rules, choices: Local) {
    this.#records = records
    this.#rules = rules
    this.#choices = choices
    this.#sources = { ledger: this.#ledger, local: choices, records }
    this.local = createLocalChoices(choices, records, this.#ledger, () => this.#tell())
  }

  async open(): Promise<void> {
    this.#stop = this.#records.onAdd(({ id, bytes }) => {
      this.#ledger.addBytes(id, bytes)
      this.#tell()
      const { waiting } = this.#ledger.graph
      if (waiting.overflowed && waiting.isHalfEmpty) void this.#readAll()
    })
    for (const node of this.#choices.pruned.values()) this.#ledger.add(node)
    await this.#readAll()
    void this.#ledger.lookAlikes.prepare(this.#closing.signal)
  }

  async #readAll(): Promise<void> {
    this.#ledger.graph.waiting.overflowed = false
    await this.#ledger.addAll(this.#records.range())
  }

  async claim(name: string, key: KeyPair, payload: Payload = {}, options: ClaimOptions = {}): Promise<Claim> {
    const what = {
      name: normalizeName(name),
      payload: checked(payload),
      parents: this.#parentsFor(name, key.publicKey),
    }
    const bytes = await makeBlock(what, key, this.#rules, options)
    await this.#records.add(bytes)
    const claims = await this.resolve(what.name)
    return claims.find((claim) => claim.key === key.publicKey) as Claim
  }

  async update(name: string, key: KeyPair, payload: Payload, options: ClaimOptions = {}): Promise<Claim> {
    const own = hexOf(key.publicKey)
    const standings = this.#ledger.ranking.of(normalizeName(name))
    if (!standings.some((standing) => standing.key === own)) throw new NotClaimedError(name)
    return this.claim(name, key, payload, options)
  }

  price(name: string, payload: Payload = {}): number {
    const parents = Array.from({ length: MAX_PARENTS }, (_, i) => bytesToHex(new Uint8Array(32).fill(i)) as RecordId)
    const what = { name: normalizeName(name), payload: checked(payload), parents }
    return workFor(what, { publicKey: keyOf('00'.repeat(32)) }, this.#rules)
  }

  // The key's own newest block, so that the new one comes after it; then the branches that reach highest.
  #parentsFor(name: string, key: PublicKey): RecordId[] {
    const { graph, ranking } = this.#ledger
    const own = ranking.of(normalizeName(name)).find((standing) => standing.key === hexOf(key))
    const last = own?.blocks.findLast((block) => graph.numberOf(block) !== undefined)
    const byHeight = (a: number, b: number): number =>
      (graph.heights[b] as number) - (graph.heights[a] as number) ||
      ((graph.ids[a] as string) < (graph.ids[b] as string) ? -1 : 1)
    const tips = [...graph.tips].sort(byHeight).map((tip) => graph.ids[tip] as RecordId)
    return [...new Set(last === undefined ? tips : [last, ...tips])].slice(0, MAX_PARENTS)
  }

  async resolve(name: string): Promise<readonly Claim[]> {
    const claims = await claimsOn(normalizeName(name), this.#sources)
    // What stood first before is a help, and nothing to fail for. It is written now and then, and on closing.
    if (noteFirst(claims, this.#choices)) this.#saveNowAndThen()
    return claims
  }

  #saveNowAndThen(): void {
    const { firsts } = this.#choices
    if (++this.#unsaved < FIRSTS_BEFORE_A_SAVE + firsts.size * SHARE_BEFORE_A_SAVE) return
    this.#unsaved = 0
    this.#choices.save().catch(() => undefined)
  }

  async search(words: string, { limit = 50 }: { limit?: number } = {}): Promise<readonly Claim[]> {
    await this.#ledger.listen(() => this.#records.range())
    const claims: Claim[] = []
    for (const { id, name, key } of this.#ledger.find(wordsOf(words))) {
      if (claims.length >= limit) break
      const claim = (await claimsOn(name, this.#sources)).find((one) => one.key === keyOf(key))
      // What an older block of the claim says is no longer said.
      if (claim?.block === id) claims.push(claim)
    }
    return claims
  }

  *log(): Iterable<LogEntry> {
    for (const { key, ...entry } of this.#ledger.log()) yield { ...entry, key: keyOf(key) }
  }

  branches() {
    return branchesOf(this.#ledger.graph)
  }

  layout({ maxBlocks = 500 }: { maxBlocks?: number } = {}) {
    return layoutOf(this.#ledger.graph, maxBlocks)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  async close(): Promise<void> {
    this.#stop()
    this.#closing.abort()
    this.#listeners.clear()
    await this.#choices.save()
  }
}

function checked(payload: Payload): Payload {
  const reason = whyNoPayload(payload)
  if (reason !== undefined) throw new InvalidPayloadError(reason)
  return payload
}
