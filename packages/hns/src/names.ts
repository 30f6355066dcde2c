import type { KeyPair, PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import type { SolveOptions } from './puzzle.ts'

export interface Payload {
  readonly title?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly manifestCid?: string
  readonly links?: readonly string[]
}

/** One key's claim on a name, with the evidence for it. Rank is evidence, not ownership. */
export interface Claim {
  readonly name: string
  readonly key: PublicKey
  readonly fingerprint: string
  readonly payload: Payload
  readonly block: RecordId
  readonly work: number
  /** Close to another claim, or overtaken by one. */
  readonly contested: boolean
}

/** The Hydra Name Service: a ledger of worked-for claims that nobody can take down. */
export interface Names {
  claim(name: string, key: KeyPair, payload: Payload, options?: SolveOptions): Promise<Claim>
  /** All claims on a name, the best first. */
  resolve(name: string): Promise<readonly Claim[]>
  search(words: string): Promise<readonly Claim[]>
  log(): AsyncIterable<Claim>
  close(): Promise<void>
}
