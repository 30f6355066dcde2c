/**
 * A whole world in one file: what was said and by whom, whom this user follows, and what else is handed along.
 *
 * ```ts
 * const file = new Blob(await Array.fromAsync(exportFeeds(feeds)))
 * await importFeeds(feedsElsewhere, file)
 * ```
 *
 * @packageDocumentation
 */
export { ImportError } from '../errors.ts'
export { exportFeeds } from './export-feeds.ts'
export type { ExportOptions } from './export-feeds.ts'
export { importFeeds } from './import-feeds.ts'
export type { Imported, ImportFile, ImportOptions } from './import-feeds.ts'
