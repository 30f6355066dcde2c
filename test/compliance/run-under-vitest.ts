import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest'

interface MochaContext {
  timeout(ms: number): void
  skip(): void
}

type MochaTest = (this: MochaContext) => unknown

// The longest that a test of libp2p's suites asks for.
const TIMEOUT_MS = 540_000

/** Runs a suite that is written for mocha's globals. */
export function runUnderVitest(name: string, suite: () => void): void {
  const mocha = {
    describe,
    beforeEach,
    afterEach,
    before: beforeAll,
    after: afterAll,
    it: (title: string, test: MochaTest) =>
      it(title, { timeout: TIMEOUT_MS }, ({ skip }) => test.call({ timeout: () => undefined, skip: () => skip() })),
  }
  describe(name, () => {
    Object.assign(globalThis, mocha)
    suite()
    // Nested suites are collected after this one: the globals stay until the tests are over.
    afterAll(() => {
      for (const key of Object.keys(mocha)) Reflect.deleteProperty(globalThis, key)
    })
  })
}
