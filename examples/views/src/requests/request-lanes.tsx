import type { RequestSeen } from '../scene.ts'
import { useSize } from '../use-size.ts'
import { plural } from '../words.ts'
import { outcomeOf, PRIVACY } from './request-words.ts'

const LANES = ['hidden', 'weak', 'direct'] as const
const LANE_PX = 46
const LEFT_PX = 112
// More bars than this lie on each other.
const MAX_DRAWN = 200

interface RequestLanesProps {
  readonly requests: readonly RequestSeen[]
  readonly nowMs: number
  /** How far back it shows. @default two minutes */
  readonly spanMs?: number
}

/** Requests over time: a lane for each level of privacy, a bar as long as its answer took. */
export function RequestLanes({ requests, nowMs, spanMs = 120_000 }: RequestLanesProps) {
  const { ref, width } = useSize<HTMLDivElement>()
  const from = nowMs - spanMs
  const shown = requests
    .filter(({ privacy, startedMs, tookMs }) => privacy !== undefined && startedMs + (tookMs ?? nowMs) >= from)
    .slice(-MAX_DRAWN)
  const x = (atMs: number): number => LEFT_PX + ((Math.max(from, atMs) - from) / spanMs) * (width - LEFT_PX - 8)
  const height = LANES.length * LANE_PX + 22
  const counts = LANES.map((lane) => shown.filter(({ privacy }) => privacy === lane).length)
  const words = LANES.map((lane, at) => `${counts[at]} ${PRIVACY[lane].word}`).join(', ')
  return (
    <div ref={ref} class="lanes">
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`${plural(shown.length, 'request')} lately: ${words}`}
        >
          {LANES.map((lane, at) => (
            <g key={lane} class="lane" transform={`translate(0 ${at * LANE_PX})`}>
              <line x1={LEFT_PX} x2={width} y1={LANE_PX} y2={LANE_PX} />
              <text class="lane-name" y={LANE_PX / 2 + 5}>
                {PRIVACY[lane].word}
              </text>
            </g>
          ))}
          {shown.map(({ id, privacy = 'hidden', startedMs, tookMs, direction, ...rest }) => {
            const [begin, end] = [x(startedMs), x(startedMs + (tookMs ?? nowMs - startedMs))]
            const row = LANES.indexOf(privacy) * LANE_PX + (direction === 'asked' ? 12 : 28)
            const outcome = outcomeOf({
              id,
              privacy,
              startedMs,
              direction,
              ...rest,
              ...(tookMs !== undefined && { tookMs }),
            })
            return (
              <rect
                key={id}
                class={`request-bar is-${outcome} is-${direction}`}
                x={begin}
                y={row}
                width={Math.max(4, end - begin)}
                height="10"
                rx="4"
              />
            )
          })}
          <text class="lane-time" x={LEFT_PX} y={height - 4}>
            {Math.round(spanMs / 60_000)} min ago
          </text>
          <text class="lane-time is-end" x={width - 8} y={height - 4}>
            now
          </text>
        </svg>
      )}
      <ul class="legend" aria-label="What the bars mean">
        <Key class="is-well is-asked" word="asked by you" />
        <Key class="is-well is-served" word="asked of you" />
        <Key class="is-failed" word="refused or failed" />
        <Key class="is-open" word="under way" />
      </ul>
    </div>
  )
}

function Key({ class: name, word }: { class: string; word: string }) {
  return (
    <li>
      <svg width="18" height="10" aria-hidden="true">
        <rect class={`request-bar ${name}`} width="18" height="10" rx="4" />
      </svg>
      {word}
    </li>
  )
}
