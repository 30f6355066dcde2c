/**
 * A whole world in one file: what was said and by whom, whom this user follows, and what else is handed along.
 *
 * ```ts
 * const file = new Blob(await Array.fromAsync(exportAll(peer, { passphrase })))
 * await importAll(file, { passphrase, open: (identity) => openedFor(identity) })
 * ```
 *
 * @packageDocumentation
 */
export { exportAll, importAll } from './export-all.ts'
export type { ExportAllOptions, ImportAllOptions, World } from './export-all.ts'
export { ImportError } from '../errors.ts'
export { exportFeeds } from './export-feeds.ts'
export type { ExportOptions } from './export-feeds.ts'
export { importFeeds } from './import-feeds.ts'
export type { Imported, ImportFile, ImportOptions } from './import-feeds.ts'
