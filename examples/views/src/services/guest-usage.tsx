import { useEffect, useRef, useState } from 'preact/hooks'
import type { Usage } from '../scene.ts'
import { Sparkline } from '../traffic/sparkline.tsx'
import { bytesText, durationText, plural } from '../words.ts'

const KEPT = 60

/** What a guest takes: its processor time as a line, its memory as a gauge. */
export function GuestUsage({ usage }: { usage: Usage }) {
  const { cpuMs, memoryBytes, memoryLimitBytes, calls } = usage
  const shares = useShares(cpuMs)
  const now = Math.round(100 * (shares.at(-1) ?? 0))
  return (
    <dl class="usage">
      <div>
        <dt>Processor</dt>
        <dd>
          <Sparkline values={shares} most={1} label={`Processor: ${now} % of a core now`} />
          <small>{`${now} % now, ${durationText(cpuMs)} in all`}</small>
        </dd>
      </div>
      <div>
        <dt>Memory</dt>
        <dd>
          <meter
            min={0}
            max={memoryLimitBytes ?? Math.max(1, memoryBytes)}
            value={memoryBytes}
            aria-label={`Memory: ${bytesText(memoryBytes)}`}
          />
          <small>
            {memoryLimitBytes ? `${bytesText(memoryBytes)} of ${bytesText(memoryLimitBytes)}` : bytesText(memoryBytes)}
          </small>
        </dd>
      </div>
      <div>
        <dt>Asked</dt>
        <dd>
          <small>{plural(calls, 'time')}</small>
        </dd>
      </div>
    </dl>
  )
}

/** How much of a core was taken between each two moments that one looked at. */
function useShares(cpuMs: number): readonly number[] {
  const [shares, setShares] = useState<readonly number[]>([0, 0])
  const latest = useRef(cpuMs)
  latest.current = cpuMs
  useEffect(() => {
    let before = { cpuMs: latest.current, atMs: performance.now() }
    const timer = setInterval(() => {
      const now = { cpuMs: latest.current, atMs: performance.now() }
      const share = Math.max(0, now.cpuMs - before.cpuMs) / (now.atMs - before.atMs)
      before = now
      setShares((all) => [...all, Math.min(1, share)].slice(-KEPT))
    }, 1_000)
    return () => clearInterval(timer)
  }, [])
  return shares
}
