import type { NetworkSource } from '../scene.ts'
import { numberText } from '../words.ts'

/** Which ways to find peers are tried, and how much each brought: bars. */
export function SourcesList({ sources }: { sources: readonly NetworkSource[] }) {
  const most = Math.max(1, ...sources.map(({ found }) => found))
  return (
    <ul class="bars">
      {sources.map(({ name, state, found, lastError }) => (
        <li key={name} class={`bar is-${state}`}>
          <span class="bar-name">{name}</span>
          <span class="bar-space" aria-hidden="true">
            <span class="bar-fill" style={{ inlineSize: `${(100 * found) / most}%` }} />
          </span>
          <span class="bar-value">{numberText(found)}</span>
          {state === 'failed' && (
            <small class="problem" dir="auto">
              {lastError ?? 'It failed.'}
            </small>
          )}
        </li>
      ))}
    </ul>
  )
}
