import { useState } from 'preact/hooks'
import { Icon } from '../icon.tsx'
import { TaskState } from '../parts.tsx'
import type { CheckStep } from '../scene.ts'
import { useTask } from '../use-task.ts'
import { plural } from '../words.ts'

interface ChecklistProps {
  /** Looks at everything, one step after the other. */
  readonly onCheck: (signal: AbortSignal) => AsyncIterable<CheckStep>
}

/** The doctor: what is well, what is not, and what to do about it. */
export function Checklist({ onCheck }: ChecklistProps) {
  const [steps, setSteps] = useState<readonly CheckStep[]>([])
  const task = useTask<[]>(async ({ signal }) => {
    setSteps([])
    for await (const step of onCheck(signal)) setSteps((before) => [...before, step])
  })
  const ill = steps.filter(({ well }) => !well).length
  return (
    <div class="checklist">
      <div class="actions">
        <button type="button" class="button" disabled={task.isRunning} onClick={() => task.start()}>
          {steps.length === 0 ? 'Look at everything' : 'Look again'}
        </button>
        <p class="hint" role="status">
          {verdict(steps.length, ill, task.isRunning)}
        </p>
      </div>
      <ol class="steps">
        {steps.map(({ step, well, found, remedy }) => (
          <li key={step} class={well ? 'step is-well' : 'step is-ill'}>
            <span class="step-mark">
              <Icon name={well ? 'check' : 'warn'} />
              <span class="sr-only">{well ? 'Well:' : 'Not well:'}</span>
            </span>
            <span class="row-main">
              <strong>{step}</strong>
              <small dir="auto">{found}</small>
              {remedy !== undefined && <p class="remedy">{remedy}</p>}
            </span>
          </li>
        ))}
      </ol>
      <TaskState task={task} what="Looking" />
    </div>
  )
}

function verdict(count: number, ill: number, isRunning: boolean): string {
  if (isRunning) return `Step ${count + 1}…`
  if (count === 0) return 'From the data folder up to a request through the network.'
  return ill === 0 ? 'All is well.' : `${plural(ill, 'step')} of ${count} not well. Mend the first, and look again.`
}
