import type { Files } from '../files.ts'

/** What a gateway needs of `Files`. */
export type Readable = Pick<Files, 'stat' | 'stream' | 'ls' | 'block'>
