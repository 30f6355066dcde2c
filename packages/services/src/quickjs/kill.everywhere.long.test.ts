import { expect, it } from 'vitest'
import { quickJsSandbox } from './quickjs-sandbox.ts'

const RUNS = 20
const LIMIT_MS = 200
const limits = { cpuMsPerCall: LIMIT_MS, memoryBytes: 32 * 1024 ** 2, maxConcurrent: 4, maxBodyBytes: 10_000 }

/** The longest that a timer of 5 ms was late, and what was asked, in ms. */
async function watched(work: () => Promise<unknown>): Promise<{ ms: number; lagMs: number }> {
  let lagMs = 0
  let last = performance.now()
  const timer = setInterval(() => {
    lagMs = Math.max(lagMs, performance.now() - last - 5)
    last = performance.now()
  }, 5)
  const began = performance.now()
  await work()
  clearInterval(timer)
  return { ms: performance.now() - began, lagMs }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const machine = `${navigator.hardwareConcurrency} cores, ${navigator.userAgent}`
const shown = (values: number[]) => `median ${median(values).toFixed(1)}, most ${Math.max(...values).toFixed(1)}`

it.each([
  ['an endless loop', 'for (;;);'],
  ['work that cannot be interrupted', 'new Array(2 ** 32 - 1).join("x")'],
])('how long after its limit a guest with %s is ended, and what the host feels', async (name, code) => {
  const source = `export default { fetch(request) { if (request.url.endsWith('/attack')) { ${code} } return new Response('fine') } }`
  const late: number[] = []
  const lags: number[] = []
  const idle: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const guest = await quickJsSandbox().start(source, { capabilities: {}, limits })
    const ask = async (path: string) =>
      guest.fetch(new Request(`http://guest.hydra.localhost${path}`), { signal: new AbortController().signal })
    await ask('/')
    // The same without a guest at work, in turn: what the machine itself makes of a timer.
    idle.push((await watched(() => new Promise((resolve) => setTimeout(resolve, LIMIT_MS + 100)))).lagMs)
    const { ms, lagMs } = await watched(() => ask('/attack').catch(() => {}))
    late.push(ms - LIMIT_MS)
    lags.push(lagMs)
  }
  console.log(
    `${machine}, ${name}: ended after its limit by ${shown(late)} ms; lag ${shown(lags)} ms; without it ${shown(idle)} ms`,
  )
  expect(median(late)).toBeLessThan(250)
})
