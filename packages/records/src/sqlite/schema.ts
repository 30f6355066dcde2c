import type { DatabaseSync } from 'node:sqlite'
import { StoreDamagedError, StoreTooNewError } from '../errors.ts'

const SCHEMA_VERSION = 1
/** "hydr": tells a database of ours from any other. */
const APPLICATION_ID = 0x68796472
// Checking every page and index takes about a second for each 200 MB; entries are checked one by one as they are read.
const CHECKED_BYTES = 64 * 1024 * 1024

/** Each column by name, and named again: a damaged schema may call one "Key", and it would be read as missing. */
export const SELECT = 'SELECT seq AS seq, key AS key, body AS body, crc AS crc FROM entry'

/** Locks the database, and creates its tables if it is new. */
export function prepare(database: DatabaseSync, path: string): void {
  // One process at a time: the summary of the set is kept in memory, and must not miss another's writes.
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  refuseOthers(database, path)
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA cache_size = -32768')
  // 32 MB: ids fall on pages at random, and a longer log writes each page once for more of them.
  database.exec('PRAGMA wal_autocheckpoint = 8000')
  if (number(database, 'user_version') === 0) create(database)
}

function refuseOthers(database: DatabaseSync, path: string): void {
  const version = number(database, 'user_version')
  if (version > SCHEMA_VERSION) throw new StoreTooNewError(path, version)
  const isNew = version === 0 && number(database, 'schema_version') === 0
  if (!isNew && number(database, 'application_id') !== APPLICATION_ID) throw new StoreDamagedError(path)
}

function create(database: DatabaseSync): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE entry (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      key BLOB NOT NULL UNIQUE,
      short INTEGER NOT NULL,
      body BLOB,
      crc INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX entry_short ON entry (short);
    CREATE TABLE summary (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;
  `)
}

function number(database: DatabaseSync, pragma: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0])
}

/** Whether pages and indexes are sound, as far as that is checked. */
export function isSound(database: DatabaseSync): boolean {
  if (number(database, 'page_count') * number(database, 'page_size') > CHECKED_BYTES) return true
  return Object.values(database.prepare('PRAGMA integrity_check(1)').get() ?? {})[0] === 'ok'
}
