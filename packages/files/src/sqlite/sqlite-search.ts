import { rmSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { SearchIndex } from '../search-index.ts'
import type { Sql } from '../search/sql.ts'
import { SCHEMA_VERSION } from '../search/schema.ts'
import { sqlSearch } from '../search/sql-search.ts'

/**
 * Opens a search index in a file, creating it if there is none. What it holds can be had from the records again: a
 * damaged file is deleted, and `mark` tells that it is empty.
 */
export function openSqliteSearch(path: string): SearchIndex {
  try {
    return sqlSearch(openSql(path))
  } catch (error) {
    if (path === ':memory:' || !isDamage(error)) throw error
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
    return sqlSearch(openSql(path))
  }
}

// SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_ERROR, which a schema of another release gives.
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode ?? 0
  return [1, 11, 26].includes(code & 0xff)
}

function openSql(path: string): Sql {
  const database = new DatabaseSync(path)
  try {
    // 64 MiB of pages: what common words of a million entries take. The log need not be synced: records can be read again.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824',
    )
    const version = database.prepare('PRAGMA user_version').get()?.['user_version']
    if (version === 0) database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
    const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
    if (found !== 'ok' || (version !== 0 && (version !== SCHEMA_VERSION || isMostlyGone(database))))
      throw Object.assign(new Error('damaged'), { errcode: 11 })
  } catch (error) {
    database.close()
    throw error
  }
  return statements(database)
}

// The words of removed entries stay behind: when they are more than half, the index is better built anew.
function isMostlyGone(database: DatabaseSync): boolean {
  const gone = "SELECT coalesce(max(value), 0) FROM state WHERE name = 'gone'"
  const there = 'SELECT coalesce(sum(count), 0) FROM lengths'
  return database.prepare(`SELECT (${gone}) > (${there}) AS most`).get()?.['most'] === 1
}

function statements(database: DatabaseSync): Sql {
  // The engine says a few dozen sentences, which differ in the numbers of a page: bounded by starting anew.
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known) return known
    if (prepared.size >= 200) prepared.clear()
    const statement = database.prepare(sql)
    statement.setReturnArrays(true)
    prepared.set(sql, statement)
    return statement
  }
  return {
    run: (sql, ...values) => void prepare(sql).run(...values),
    all: (sql, ...values) => prepare(sql).all(...values) as unknown as ReturnType<Sql['all']>,
    close() {
      if (database.isOpen) database.close()
    },
  }
}
