import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { idOf } from '../key.ts'
import type { Entry } from '../record-store.ts'
import { checksum } from '../stored-row.ts'
import { isConflict } from './errors.ts'
import { shortOf } from './short-id.ts'

// One statement for so many rows takes half the time that as many statements take; for more it takes no less.
const ROWS = 8
const ROW = '(?, ?, ?, ?)'
const INTO = 'INTO entry (key, short, body, crc) VALUES'

/** Inserts entries, most of which are new, and tells which are. */
export class Inserter {
  readonly #one: StatementSync
  readonly #many: StatementSync

  constructor(database: DatabaseSync) {
    this.#one = database.prepare(`INSERT OR IGNORE ${INTO} ${ROW}`)
    this.#many = database.prepare(`INSERT ${INTO} ${Array.from({ length: ROWS }, () => ROW).join()}`)
  }

  /** Call it within a transaction. */
  insert(entries: readonly Entry[]): boolean[] {
    const added: boolean[] = []
    for (let at = 0; at < entries.length; at += ROWS) {
      const group = entries.slice(at, at + ROWS)
      const areNew = group.length === ROWS && this.#insertNew(group)
      for (const entry of group) added.push(areNew || this.#insertOne(entry))
    }
    return added
  }

  #insertOne(entry: Entry): boolean {
    return Number(this.#one.run(...valuesOf(entry)).changes) === 1
  }

  /** All or none; false if any is known. */
  #insertNew(group: readonly Entry[]): boolean {
    try {
      this.#many.run(...group.flatMap(valuesOf))
      return true
    } catch (error) {
      if (isConflict(error)) return false
      throw error
    }
  }
}

function valuesOf(entry: Entry): SQLInputValue[] {
  return [entry.key, shortOf(idOf(entry.key)), entry.body ?? null, checksum(entry)]
}
