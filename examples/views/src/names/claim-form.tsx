import { useState } from 'preact/hooks'
import { formText } from '../form-text.ts'
import { TaskState } from '../parts.tsx'
import { type TaskContext, useTask } from '../use-task.ts'

export interface ClaimWish {
  readonly name: string
  /** The label of the service that it is to stand for. */
  readonly service: string
  readonly title: string
}

interface ClaimFormProps {
  /** Services of this person, to choose from. */
  readonly services: readonly string[]
  readonly onClaim: (wish: ClaimWish, context: TaskContext) => Promise<void>
}

/** Claims a name: it takes work, and shows how far it is. */
export function ClaimForm({ services, onClaim }: ClaimFormProps) {
  const [claimed, setClaimed] = useState<string>()
  const task = useTask<[ClaimWish]>(async (context, wish) => {
    setClaimed(undefined)
    await onClaim(wish, context)
    setClaimed(wish.name)
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = (name: string): string => formText(event.currentTarget, name)
    task.start({ name: text('name'), service: text('service') || text('name'), title: text('title') })
  }
  return (
    <form class="form" onSubmit={submit}>
      <div class="fields">
        <label class="field">
          Name
          <input name="name" required maxLength={64} autocomplete="off" spellcheck={false} dir="auto" />
        </label>
        <label class="field">
          Title
          <input name="title" maxLength={100} autocomplete="off" dir="auto" />
        </label>
        {services.length > 0 && (
          <label class="field">
            For the service
            <select name="service">
              {services.map((label) => (
                <option key={label}>{label}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div class="actions">
        <button type="submit" class="button" disabled={task.isRunning}>
          Claim
        </button>
        <p class="hint">It takes work: seconds for a long name, minutes for a short one.</p>
      </div>
      <TaskState task={task} what="Working for the name" />
      {claimed !== undefined && (
        <p class="done" role="status" dir="auto">
          {`${claimed} is claimed.`}
        </p>
      )}
    </form>
  )
}
