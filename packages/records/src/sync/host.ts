import type { Part } from '../parts.ts'
import type { Entry, RecordStore } from '../record-store.ts'
import type { Summary } from '../summary.ts'

export interface Admitted {
  readonly added: number
  readonly refused: number
}

/** What a session needs of its set. */
export interface SessionHost {
  readonly kind: string
  size(): number
  /** The part of the kind that this peer carries. */
  part(): Part
  read<T>(task: (summary: Summary, store: RecordStore) => Promise<T> | T): Promise<T>
  /** Judges and keeps records from a peer. */
  admit(records: readonly Uint8Array[]): Promise<Admitted>
  /** The body, if it is kept and not hidden. */
  shown(entry: Entry): Uint8Array | undefined
}
