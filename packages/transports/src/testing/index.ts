/**
 * The suites that implementations of this package's seams pass.
 *
 * ```ts
 * testSharedPort('my server', async () => ({ port, url, close }))
 * ```
 *
 * @packageDocumentation
 */
export { testSharedPort } from './shared-port.ts'
export type { OpenedPort } from './shared-port.ts'
