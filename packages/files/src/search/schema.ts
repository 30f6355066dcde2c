// Entries of few words come first in the engine's own order, which is the order of rank for most: see `findWords`.
export const LENGTH_STEP = 2 ** 40
export const MAX_LENGTH = 255

/** Another number for each change to it, or to what is put into it. */
export const SCHEMA_VERSION = 2

export const SCHEMA = [
  'CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID',
  // `short` is the end of the id: a number is found faster than 32 bytes, and takes less room.
  'CREATE TABLE IF NOT EXISTS entries (added INTEGER PRIMARY KEY, length INTEGER, short INTEGER, id BLOB, bytes INTEGER, repeated TEXT)',
  'CREATE INDEX IF NOT EXISTS shorts ON entries (short)',
  'CREATE TABLE IF NOT EXISTS lengths (length INTEGER PRIMARY KEY, count INTEGER)',
  // The text is cut into words before: the engine cuts at spaces only, and stores neither text nor lengths.
  "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (name, tags, description, marks, content='', columnsize=0, prefix='2 3', tokenize='ascii')",
  // Words held until they are written: eight megabytes make fewer segments than one, and still fit a processor's cache.
  "INSERT INTO words (words, rank) VALUES ('hashsize', 8388608)",
]
