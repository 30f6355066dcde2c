import type { Names } from '@hydra/hns'
import type { RecordSet } from '@hydra/records'

/** The ledger of names, and the records that it stands on. */
export interface PeerNames extends Names {
  readonly records: RecordSet
}
