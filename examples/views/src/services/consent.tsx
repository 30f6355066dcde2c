import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../icon.tsx'
import { TaskState } from '../parts.tsx'
import type { ServiceInspection } from '../scene.ts'
import { type TaskContext, useTask } from '../use-task.ts'
import { shortId } from '../words.ts'

interface ConsentProps {
  readonly inspection: ServiceInspection
  /** What it is called here, to begin with. */
  readonly label: string
  readonly onRun: (inspection: ServiceInspection, label: string, context: TaskContext) => Promise<void>
  readonly onClose: () => void
}

/** What a stranger's code asks for, in plain words, before it runs. */
export function Consent({ inspection, label, onRun, onClose }: ConsentProps) {
  const { manifest, title, version, licence, description, asks, files = {} } = inspection
  const [name, setName] = useState(label || shortId(manifest).replace('…', ''))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const running = useTask<[]>(async (context) => {
    await onRun(inspection, name, context)
    onClose()
  })
  return (
    <section class="card consent" aria-label={`Run ${title}`}>
      <h3 ref={heading} tabIndex={-1} dir="auto">
        {`Run ${title}?`}
      </h3>
      {description && <p dir="auto">{description}</p>}
      <p class="hint" dir="auto">
        {[...(version ? [`Version ${version}`] : []), ...(licence ? [licence] : [])].join(' · ')}
      </p>
      {asks.length === 0 ? (
        <p>It asks for nothing: it answers requests, and keeps nothing.</p>
      ) : (
        <ul class="asks">
          {asks.map((ask) => (
            <li key={ask} dir="auto">
              <Icon name="shield" />
              {ask}
            </li>
          ))}
        </ul>
      )}
      {Object.entries(files).map(([file, source]) => (
        <details key={file}>
          <summary dir="auto">{file}</summary>
          <pre class="source" tabIndex={0}>
            {source.slice(0, MAX_SOURCE)}
          </pre>
        </details>
      ))}
      <label class="field">
        Its label here
        <input
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          required
          maxLength={64}
          dir="auto"
        />
      </label>
      <div class="actions">
        <button
          type="button"
          class="button"
          disabled={running.isRunning || name === ''}
          onClick={() => running.start()}
        >
          Agree and run
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          Not now
        </button>
      </div>
      <TaskState task={running} what={`Starting ${title}`} />
    </section>
  )
}

// More than a person reads; the whole of it is a file that can be fetched.
const MAX_SOURCE = 200_000
