import type { SearchOptions } from '../search-index.ts'
import { LENGTH_STEP } from './schema.ts'
import type { Sql } from './sql.ts'
import { readState } from './state.ts'
import { repeatedOf } from './tokens.ts'

const SAMPLE = 200

/** Reads rows from the engine. They are numbered by length, and below that by when they were added. */
export class Rows {
  readonly #sql: Sql
  /** How many entries there are of each length. */
  readonly #lengths: readonly (readonly [length: number, count: number])[]
  readonly #added: number
  /** Whether rows were removed: their words are still there. */
  readonly #hasGone: boolean
  readonly size: number
  readonly averageWords: number

  constructor(sql: Sql) {
    this.#sql = sql
    this.#lengths = sql
      .all('SELECT length, count FROM lengths')
      .map(([length, count]) => [Number(length), Number(count)])
    this.#added = readState(sql, 'added') ?? 0
    this.#hasGone = (readState(sql, 'gone') ?? 0) > 0
    this.size = this.#lengths.reduce((sum, [, count]) => sum + count, 0)
    const words = this.#lengths.reduce((sum, [length, count]) => sum + length * count, 0)
    this.averageWords = Math.max(1, words / Math.max(1, this.size))
  }

  /** The first rows that have all of this: those of the shortest entries. */
  first(parts: readonly string[], limit: number, { minBytes = 0, maxBytes = Infinity }: SearchOptions): number[] {
    const query = parts.join(' AND ')
    if (minBytes <= 0 && maxBytes === Infinity && !this.#hasGone)
      return numbers(this.#sql.all('SELECT rowid FROM words WHERE words MATCH ? LIMIT ?', query, limit))
    const most = Math.min(maxBytes, Number.MAX_SAFE_INTEGER)
    const joined = `SELECT words.rowid FROM words CROSS JOIN entries ON added = words.rowid % ${LENGTH_STEP}`
    return numbers(
      this.#sql.all(`${joined} WHERE words MATCH ? AND bytes BETWEEN ? AND ? LIMIT ?`, query, minBytes, most, limit),
    )
  }

  lengthOf(row: number): number {
    return Math.floor(row / LENGTH_STEP)
  }

  /** What these rows have more than once. */
  repeated(rows: readonly number[]): Map<number, ReadonlyMap<string, number>> {
    const byAdded = new Map(rows.map((row) => [row % LENGTH_STEP, row]))
    const query = `SELECT added, repeated FROM entries WHERE added IN (SELECT value FROM json_each(?)) AND repeated <> ''`
    const found = this.#sql.all(query, JSON.stringify([...byAdded.keys()]))
    return new Map(found.map(([added, text]) => [byAdded.get(Number(added)) ?? 0, repeatedOf(String(text))]))
  }

  /** How many have this, about. */
  count(query: string): number {
    const rows = this.first([query], SAMPLE, {})
    return rows.length < SAMPLE ? rows.length : this.estimate(rows)
  }

  /** How many of all there are, when these are the first ones: longer entries have a word the more likely. */
  estimate(rows: readonly number[]): number {
    const last = rows.at(-1) as number
    const length = this.lengthOf(last)
    const share = Math.min(1, (last % LENGTH_STEP) / Math.max(1, this.#added))
    let [seen, words] = [0, 0]
    for (const [each, count] of this.#lengths) {
      if (each > length) continue
      const part = each === length ? count * share : count
      seen += part
      words += part * each
    }
    const ratio = Math.min(1, rows.length / Math.max(1, seen))
    const chance = 1 - (1 - ratio) ** (seen / Math.max(1, words))
    const all = this.#lengths.reduce((sum, [each, count]) => sum + count * (1 - (1 - chance) ** each), 0)
    return Math.min(this.size, Math.round(all))
  }
}

export function numbers(rows: readonly unknown[][]): number[] {
  return rows.map(([value]) => value as number)
}
