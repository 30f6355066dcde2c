import type { RecordId } from '@hydra/records'

/** What the ledger remembers of a block. */
export interface Node {
  readonly id: RecordId
  readonly name: string
  /** The claimer's key, in hex. */
  readonly key: string
  readonly work: number
  readonly parents: readonly RecordId[]
}
