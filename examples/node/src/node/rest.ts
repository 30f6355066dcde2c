import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Starting and working take memory that V8 keeps for more work. Whoever idles should give it back.
const LOOKS_EVERY_MS = 20_000
const IDLE_BELOW = 0.05
const WORTH_BYTES = 12 * 1024 ** 2

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'regular' | 'last-resort' }) => void

/** Gives memory back whenever this process has little to do: it takes a tenth of a second, and so not while it works. */
export function restWhenIdle(): () => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  let before = performance.eventLoopUtilization()
  let restedAtBytes = 0
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    if (utilization > IDLE_BELOW || process.memoryUsage.rss() < restedAtBytes + WORTH_BYTES) return
    // What starting left takes several rounds; what idling leaves, one.
    collect({ type: 'major', execution: 'sync', flavor: restedAtBytes === 0 ? 'last-resort' : 'regular' })
    restedAtBytes = process.memoryUsage.rss()
  }, LOOKS_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
