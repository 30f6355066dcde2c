import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../icon.tsx'
import type { LogLine } from '../scene.ts'
import { clockText, numberText, plural } from '../words.ts'

interface LogViewProps {
  /** The oldest first. */
  readonly lines: readonly LogLine[]
  /** @default 400 */
  readonly maxShown?: number
}

/** Lines as they come: they can be sifted, and held still. */
export function LogView({ lines, maxShown = 400 }: LogViewProps) {
  const [words, setWords] = useState('')
  const [isOnlyWarnings, setOnlyWarnings] = useState(false)
  const [held, setHeld] = useState<readonly LogLine[]>()
  const place = useRef<HTMLDivElement>(null)
  const wanted = words.trim().toLowerCase()
  const matching = (held ?? lines).filter(
    ({ level, text }) => (!isOnlyWarnings || level === 'warn') && text.toLowerCase().includes(wanted),
  )
  const shown = matching.slice(-maxShown)
  useEffect(() => {
    if (held === undefined) place.current?.scrollTo({ top: place.current.scrollHeight })
  }, [shown.length, shown.at(-1), held])
  return (
    <div class="log">
      <div class="log-tools">
        <input
          type="search"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
          aria-label="Show lines with"
          placeholder="Show lines with…"
        />
        <label class="check">
          <input type="checkbox" checked={isOnlyWarnings} onChange={() => setOnlyWarnings(!isOnlyWarnings)} />
          Warnings only
        </label>
        <button
          type="button"
          class="button soft small"
          aria-pressed={held !== undefined}
          onClick={() => setHeld(held ? undefined : lines)}
        >
          <Icon name={held ? 'play' : 'pause'} />
          {held ? 'Go on' : 'Hold'}
        </button>
      </div>
      <div class="log-lines" ref={place} tabIndex={0} role="log" aria-label="Log">
        {shown.map(({ atMs, level, text }, at) => (
          <p key={`${atMs} ${at}`} class={level === 'warn' ? 'log-line is-warning' : 'log-line'}>
            <time>{clockText(atMs)}</time> <span dir="auto">{text}</span>
          </p>
        ))}
        {shown.length === 0 && <p class="hint">No lines yet.</p>}
      </div>
      <p class="hint">
        {plural(matching.length, 'line')}
        {matching.length > shown.length ? `, the newest ${numberText(shown.length)} shown` : ''}
      </p>
    </div>
  )
}
