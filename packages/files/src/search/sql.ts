export type SqlValue = string | number | Uint8Array | null

/** The little that the engine asks of an SQLite with FTS5, whoever brings it. */
export interface Sql {
  run(sql: string, ...values: SqlValue[]): void
  /** Rows as lists of their columns. */
  all(sql: string, ...values: SqlValue[]): SqlValue[][]
  close(): void
}
