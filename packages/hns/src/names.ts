import type { KeyPair, PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import type { Branch } from './ledger/branches.ts'
import type { Layout } from './ledger/layout.ts'
import type { MakeOptions } from './make-block.ts'
import type { Payload } from './payload.ts'

/** One key's claim on a name, with the evidence for it. Rank is evidence, not ownership. */
export interface Claim {
  readonly name: string
  readonly key: PublicKey
  readonly fingerprint: string
  /** What its newest block says; empty where this peer dropped it. */
  readonly payload: Payload
  /** Its newest block. */
  readonly block: RecordId
  /** Its blocks, the oldest first. */
  readonly history: readonly RecordId[]
  /** The newest blocks of the branches that it stands in. */
  readonly branches: readonly RecordId[]
  /** Work in all blocks that descend from it, its own among them. In tries, as all work here. */
  readonly work: number
  /** Of that, work in blocks that do not descend from its rival: the first claim, or for the first the second. */
  readonly exclusive: number
  /** Work in blocks that descend from its rival and not from it. */
  readonly against: number
  /** Whether its rival has a quarter of its exclusive work or more: alike for every peer with the same blocks. */
  readonly contested: boolean
  /** Names that look like this one, and have a claim with more work. */
  readonly looksLike: readonly string[]
  /** Whether this user chose its key for the name. Then it comes first, whatever its work. */
  readonly pinned: boolean
  /** Whether all of its blocks wait for a parent that is not known here. */
  readonly waiting: boolean
}

/** A block as the ledger has it. */
export interface LogEntry {
  readonly id: RecordId
  readonly name: string
  readonly key: PublicKey
  readonly work: number
  readonly parents: readonly RecordId[]
  /** The longest way to a block without parents; undefined where a parent is not known. */
  readonly height: number | undefined
}

export interface ClaimOptions extends MakeOptions {}

/** The Hydra Name Service: a ledger of worked-for claims that nobody can take down. */
export interface Names {
  /** Signs a claim, works for it, and adds it to the ledger. */
  claim(name: string, key: KeyPair, payload?: Payload, options?: ClaimOptions): Promise<Claim>
  /** Puts another payload in the place of an earlier one of the same key. Throws `NotClaimedError`. */
  update(name: string, key: KeyPair, payload: Payload, options?: ClaimOptions): Promise<Claim>
  /** The tries that a claim is expected to take: its floor. */
  price(name: string, payload?: Payload): number
  /** All claims on a name, the best first. */
  resolve(name: string): Promise<readonly Claim[]>
  /** Claims whose name, title, description or tags have words that begin with all of these. */
  search(words: string, options?: { limit?: number }): Promise<readonly Claim[]>
  /** All blocks, the highest first. */
  log(): Iterable<LogEntry>
  branches(): readonly Branch[]
  /** The newest blocks, laid out for whoever draws them. */
  layout(options?: { maxBlocks?: number }): Layout
  /** What only this user decides, and nobody hears of. */
  readonly local: LocalChoices
  onChange(listener: () => void): () => void
  /** Stops listening to the records, which stay open: they are whoever opened them's. */
  close(): Promise<void>
}

export interface LocalChoices {
  /** Chooses the key for a name, whatever its work; `undefined` takes the choice back. */
  pin(name: string, key: PublicKey | undefined): Promise<void>
  /** The key that stood first, uncontested, when this peer looked the name up before. Another now has overtaken it. */
  before(name: string): PublicKey | undefined
  /** No longer shows the claims of a key, or one block. It counts as before. */
  hide(what: PublicKey | RecordId): Promise<void>
  show(what: PublicKey | RecordId): Promise<void>
  /** Drops what a block says. Its id, parents and work are kept, and it is not fetched again. */
  prune(block: RecordId): Promise<void>
}

/** How a name is shown everywhere: with the key's fingerprint, until the user pins it. */
export function displayName({ name, fingerprint, pinned }: Pick<Claim, 'name' | 'fingerprint' | 'pinned'>): string {
  return pinned ? name : `${name} (${fingerprint})`
}
