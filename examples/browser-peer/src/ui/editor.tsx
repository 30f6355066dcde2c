import { TaskState, useTask } from '@hydra/views'
import { useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'
import { type Sample, SAMPLES } from './samples.ts'

const FIRST = SAMPLES[0] as Sample

/** Source, and a button that hosts it. It runs in a sandbox: code that somebody sent does no harm here. */
export function Editor({ onHosted }: { onHosted: (label: string) => void }) {
  const { hosting } = useSession()
  const [running] = hosting.services.value.filter(({ kind }) => kind === 'page')
  const [label, setLabel] = useState(running?.label ?? FIRST.label)
  const [source, setSource] = useState((running && hosting.sourceOf(running.label)) ?? FIRST.source)
  const [isHidden, setHidden] = useState(false)
  const task = useTask<[]>(async () => {
    const name = label.trim()
    if (name === '') throw new Error('It needs a label, to tell it from your others.')
    await hosting.hostPage({ label: name, source, privacy: isHidden ? 'hidden' : 'direct' })
    onHosted(name)
  })
  const begin = (sample: Sample): void => {
    setLabel(sample.label)
    setSource(hosting.sourceOf(sample.label) ?? sample.source)
  }
  const isRunning = hosting.sourceOf(label.trim()) !== undefined
  return (
    <div class="editor">
      <div class="samples" role="group" aria-label="Begin with">
        {SAMPLES.map((sample) => (
          <button
            key={sample.label}
            type="button"
            class="sample"
            aria-pressed={label === sample.label}
            onClick={() => begin(sample)}
          >
            <strong>{sample.label}</strong>
            <small>{sample.about}</small>
          </button>
        ))}
      </div>
      <textarea
        class="source-field"
        aria-label="Source"
        spellcheck={false}
        autocapitalize="off"
        rows={Math.min(28, Math.max(12, source.split('\n').length + 1))}
        value={source}
        onInput={({ currentTarget }) => setSource(currentTarget.value)}
        onKeyDown={(event) => (event.key === 'Enter' && (event.ctrlKey || event.metaKey) ? task.start() : undefined)}
      />
      <div class="editor-foot">
        <label class="field">
          Its label here
          <input
            value={label}
            maxLength={64}
            onInput={({ currentTarget }) => setLabel(currentTarget.value)}
            dir="auto"
          />
        </label>
        <label class="check">
          <input type="checkbox" checked={isHidden} onChange={() => setHidden(!isHidden)} />
          Hide that it is here: slower, and neighbours cannot tell
        </label>
        <button type="button" class="button" disabled={task.isRunning} onClick={() => task.start()}>
          {isRunning ? 'Run again' : 'Run'}
        </button>
      </div>
      <TaskState task={task} what="Starting it" />
    </div>
  )
}
