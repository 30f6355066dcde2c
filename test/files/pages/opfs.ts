import { openOpfsBlocks } from '@hydra/files/opfs'
import { interfaceBlockstoreTests } from 'interface-blockstore-tests'

type Step = () => unknown

interface Suite {
  readonly before: Step[]
  readonly after: Step[]
}

/** Runs the suite of interface-blockstore as mocha would; tells how many tests there were, and which failed. */
export async function runSuite(): Promise<{ tests: number; failed: string[] }> {
  const suites: Suite[] = []
  const tests: { title: string; run: Step; within: readonly Suite[] }[] = []
  let path: string[] = []
  const mocha = {
    describe(title: string, collect: () => void) {
      suites.push({ before: [], after: [] })
      path = [...path, title]
      collect()
      path = path.slice(0, -1)
      suites.pop()
    },
    it: (title: string, run: Step) => void tests.push({ title: [...path, title].join(' '), run, within: [...suites] }),
    beforeEach: (step: Step) => void suites.at(-1)?.before.push(step),
    afterEach: (step: Step) => void suites.at(-1)?.after.push(step),
  }
  Object.assign(globalThis, mocha)
  interfaceBlockstoreTests({ setup: () => openOpfsBlocks(crypto.randomUUID()), teardown: () => {} })
  const failed: string[] = []
  for (const { title, run, within } of tests) {
    try {
      for (const { before } of within) for (const step of before) await step()
      await run()
    } catch (error) {
      failed.push(`${title}: ${String(error)}`)
    }
    for (const { after } of within.toReversed()) for (const step of after) await step()
  }
  return { tests: tests.length, failed }
}
