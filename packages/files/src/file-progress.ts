import type { Privacy } from '@hydra/router'

export interface FileProgress {
  /** Bytes of the file, of what was asked of it, that were read so far. */
  readonly bytes: number
  /** Of how many. Absent until the root is known, or while a stream of unknown length is added. */
  readonly totalBytes?: number
  /** How the blocks were asked for. Absent while nothing was asked of anybody. */
  readonly privacy?: Privacy
  /** Which source served the latest bytes, by its name; `store` when they were here. */
  readonly source?: string
}
