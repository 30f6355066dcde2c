import { formText, TaskState, useTask } from '@hydra/views'
import { useState } from 'preact/hooks'
import type { Published } from '../state/hosting.ts'
import { useSession } from '../state/session.ts'

/** Lists what runs here in the registry: everybody may read its source, and run it. */
export function PublishForm({ label }: { label: string }) {
  const { hosting } = useSession()
  const [published, setPublished] = useState<string>()
  const task = useTask<[Published]>(async (context, about) => {
    setPublished(undefined)
    await hosting.publish(label, about, context)
    setPublished(about.name)
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = (name: string): string => formText(event.currentTarget, name).trim()
    const [name, title] = [text('name'), text('title')]
    task.start({ name, title: title || name, description: text('description'), licence: text('licence') })
  }
  return (
    <form class="form" onSubmit={submit}>
      <div class="fields">
        <label class="field">
          Name in the ledger
          <input name="name" required maxLength={64} autocomplete="off" spellcheck={false} dir="auto" />
        </label>
        <label class="field">
          Title
          <input name="title" maxLength={100} autocomplete="off" dir="auto" />
        </label>
        <label class="field">
          Licence
          <input name="licence" required maxLength={100} defaultValue="MIT" autocomplete="off" dir="ltr" />
        </label>
      </div>
      <label class="field">
        What it does
        <input name="description" maxLength={400} autocomplete="off" dir="auto" />
      </label>
      <div class="actions">
        <button type="submit" class="button soft" disabled={task.isRunning}>
          Publish
        </button>
        <p class="hint">Everybody may then read its source and run it. It cannot be taken back.</p>
      </div>
      <TaskState task={task} what="Working for the name" />
      {published !== undefined && (
        <p class="done" role="status" dir="auto">
          {`${published} is published.`}
        </p>
      )}
    </form>
  )
}
