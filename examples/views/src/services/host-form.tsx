import { formText } from '../form-text.ts'
import { TaskState } from '../parts.tsx'
import { type TaskContext, useTask } from '../use-task.ts'

interface HostFormProps {
  readonly onHost: (target: string, label: string, context: TaskContext) => Promise<void>
}

/** Hosts an HTTP server of this machine. */
export function HostForm({ onHost }: HostFormProps) {
  const task = useTask<[string, string, HTMLFormElement]>(async (context, target, label, form) => {
    await onHost(target, label, context)
    form.reset()
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    task.start(formText(form, 'target'), formText(form, 'label'), form)
  }
  return (
    <form class="form" onSubmit={submit}>
      <div class="fields">
        <label class="field">
          Server
          <input name="target" type="url" required placeholder="http://localhost:3000" autocomplete="off" />
        </label>
        <label class="field">
          Its label here
          <input name="label" maxLength={64} placeholder="notes" autocomplete="off" dir="auto" />
        </label>
      </div>
      <div class="actions">
        <button type="submit" class="button" disabled={task.isRunning}>
          Host it
        </button>
        <p class="hint">
          Whoever knows its address reaches it. It is announced hidden: the address does not say where it is.
        </p>
      </div>
      <TaskState task={task} what="Announcing it" />
    </form>
  )
}
