import type { ComponentChildren } from 'preact'
import { useEffect, useId, useState } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'
import type { Progress } from './scene.ts'
import type { Task } from './use-task.ts'
import { bytesText, durationText, numberText } from './words.ts'

interface PanelProps {
  readonly title: string
  /** Beside the title: what can be done, or how many there are. */
  readonly aside?: ComponentChildren
  readonly class?: string
  readonly children?: ComponentChildren
}

/** A part of a screen, with a heading of its own. */
export function Panel({ title, aside, class: name = '', children }: PanelProps) {
  const id = useId()
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

export function Empty({ icon, children }: { icon: IconName; children: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p>{children}</p>
    </div>
  )
}

/** How far something is: a bar where its end is known, else how much was done. */
export function ProgressLine({ what, progress }: { what: string; progress: Progress }) {
  const { done, total, unit } = progress
  const amount = (value: number): string => (unit === 'bytes' ? bytesText(value) : `${numberText(value)} ${unit}`)
  const isKnown = total !== undefined && total > 0
  return (
    <div class="progress">
      <progress aria-label={what} {...(isKnown ? { max: total, value: Math.min(done, total) } : {})} />
      <small>
        {isKnown ? `${Math.floor((100 * Math.min(done, total)) / total)} % of ${amount(total)}` : amount(done)}
      </small>
    </div>
  )
}

// What answers sooner needs no word on how long it takes.
const PATIENCE_MS = 2_000

/** What a task does at the moment, how to end it, and what went wrong. */
export function TaskState<A extends readonly unknown[]>({ task, what }: { task: Task<A>; what: string }) {
  const { isRunning, progress, failure, sinceMs, cancel } = task
  const waitedMs = useSince(isRunning ? sinceMs : 0)
  return (
    <div class="task" aria-live="polite">
      {isRunning && (
        <div class="task-running">
          {progress ? <ProgressLine what={what} progress={progress} /> : <progress aria-label={what} />}
          {waitedMs > PATIENCE_MS && <small>{durationText(waitedMs)}</small>}
          <button type="button" class="quiet small" onClick={cancel}>
            Cancel
          </button>
        </div>
      )}
      {failure !== undefined && (
        <p class="problem" role="alert" dir="auto">
          {failure}
        </p>
      )}
    </div>
  )
}

function useSince(sinceMs: number): number {
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (sinceMs === 0) return setNow(0)
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [sinceMs])
  return sinceMs === 0 || now === 0 ? 0 : now - sinceMs
}

/** Copies a text, and says so. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => {},
    )
  return (
    <button
      type="button"
      class="round"
      aria-label={isCopied ? 'Copied' : `Copy ${what}`}
      title={`Copy ${what}`}
      onClick={copy}
    >
      <Icon name={isCopied ? 'check' : 'copy'} />
    </button>
  )
}
