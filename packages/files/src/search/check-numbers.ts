import type { SearchOptions } from '../search-index.ts'

/** Infinity is a bound like another; what is no number may have come from a URL. */
export function checkNumbers({ minBytes, maxBytes, limit, offset }: SearchOptions): void {
  for (const number of [minBytes, maxBytes, limit, offset]) {
    if (number !== undefined && !(typeof number === 'number' && number >= 0))
      throw new RangeError('Sizes, limit and offset are numbers from 0.')
  }
}
