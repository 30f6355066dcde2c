import type { Sql } from './sql.ts'

type Name = 'added' | 'gone' | 'mark'

export function readState(sql: Sql, name: Name): number | undefined {
  return sql.all('SELECT value FROM state WHERE name = ?', name)[0]?.[0] as number | undefined
}

export function writeState(sql: Sql, name: Name, value: number): void {
  sql.run('REPLACE INTO state VALUES (?, ?)', name, value)
}
