/**
 * The proof that comes with services: what every `fetch` does, and routers to try it on.
 *
 * ```ts
 * testFetch('mine', async (service) => ({ fetch, url: await hostSomewhere(service), close: async () => {} }))
 * ```
 *
 * @packageDocumentation
 */
export { testFetch } from './fetch-suite.ts'
export type { FetchSuiteOptions } from './fetch-suite.ts'
export { testKv } from './kv-suite.ts'
export { testSandbox } from './sandbox-suite.ts'
export { createLine } from './line.ts'
export type { Line } from './line.ts'
