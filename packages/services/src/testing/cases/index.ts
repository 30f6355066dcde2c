/**
 * What every `fetch` does, as data: it can be run where no test runner is, such as in a tab.
 *
 * ```ts
 * const services = createServices({ router })
 * const { url } = await services.host(createTestService())
 * for (const each of fetchCases) assert.deepEqual(await runCase(each, { fetch: services.fetch, url }), each.expected)
 * ```
 *
 * @packageDocumentation
 */
export { runCase } from './fetch-case.ts'
export type { FetchCase, FetchTarget } from './fetch-case.ts'
export { fetchCases, largeFetchCases } from './fetch-cases.ts'
export { createTestService } from '../test-service.ts'
