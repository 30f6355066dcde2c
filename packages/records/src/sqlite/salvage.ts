import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { idOf } from '../key.ts'
import { checksum, entryOf, type Row } from '../stored-row.ts'
import { prepare, SELECT } from './schema.ts'
import { shortOf } from './short-id.ts'

/** Writes what can still be read of a damaged database into a new one in its place; says what was done. */
export function salvage(damaged: DatabaseSync, path: string): string {
  const fresh = `${path}.salvaged`
  removeDatabase(fresh)
  const into = new DatabaseSync(fresh)
  prepare(into, fresh)
  const insert = into.prepare('INSERT OR IGNORE INTO entry (key, short, body, crc) VALUES (?, ?, ?, ?)')
  let lost = 0
  let kept = 0
  into.exec('BEGIN IMMEDIATE')
  // From both ends, for a bad page stops a scan.
  for (const order of ['ASC', 'DESC']) {
    lost += readUntilDamage(damaged, order, (row) => {
      const entry = entryOf(row)
      if (entry === undefined) lost++
      else kept += Number(insert.run(row.key, shortOf(idOf(row.key)), row.body, checksum(entry)).changes)
    })
  }
  into.exec('COMMIT')
  into.close()
  damaged.close()
  removeDatabase(path)
  renameSync(fresh, path)
  return `"${path}" was damaged: ${kept} records were kept${lost > 0 ? ', others are lost and will be fetched again' : ''}`
}

function readUntilDamage(database: DatabaseSync, order: string, take: (row: Row) => void): number {
  try {
    for (const row of database.prepare(`${SELECT} NOT INDEXED ORDER BY seq ${order}`).iterate()) {
      take(row as unknown as Row)
    }
    return 0
  } catch {
    return 1
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
}
