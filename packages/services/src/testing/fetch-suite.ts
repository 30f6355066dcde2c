import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FetchHandler } from '../handler.ts'
import { type FetchCase, type FetchTarget, runCase } from './cases/fetch-case.ts'
import { fetchCases } from './cases/fetch-cases.ts'
import { createTestService } from './test-service.ts'

export interface FetchSuiteOptions {
  /** @default all that pass in seconds */
  cases?: readonly FetchCase[]
  /** What is seen instead, by the name of the case: a difference that is known, and holds. */
  differences?: Readonly<Record<string, unknown>>
}

/** Proves that a `fetch` and what hosts for it do what plain HTTP does. */
export function testFetch(
  name: string,
  create: (service: FetchHandler) => Promise<FetchTarget & { close(): Promise<void> }>,
  { cases = fetchCases, differences = {} }: FetchSuiteOptions = {},
): void {
  describe(`fetch: ${name}`, () => {
    let target: Awaited<ReturnType<typeof create>>
    beforeAll(async () => {
      target = await create(createTestService())
    })
    afterAll(() => target.close())

    for (const each of cases) {
      const differs = Object.hasOwn(differences, each.name)
      it(differs ? `${each.name} (differs)` : each.name, async () => {
        expect(await runCase(each, target)).toEqual(differs ? differences[each.name] : each.expected)
      })
    }

    it('knows no differences but those of its cases', () => {
      const names = cases.map((each) => each.name)
      expect(new Set(names).size).toBe(names.length)
      for (const different of Object.keys(differences)) expect(names).toContain(different)
    })
  })
}
