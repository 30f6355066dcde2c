import { TaskState, useTask } from '@hydra/views'
import { useRef } from 'preact/hooks'
import { type Ask, all } from '../ask.ts'

/** Connects to a peer by its address. */
export function ConnectForm({ ask }: { ask: Ask }) {
  const field = useRef<HTMLInputElement>(null)
  const task = useTask<[string]>(async ({ signal }, address) => {
    await all(ask('peers connect', { args: [address], signal }))
    if (field.current) field.current.value = ''
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    task.start(field.current?.value.trim() ?? '')
  }
  return (
    <form class="form" onSubmit={submit}>
      <label class="field">
        Connect to an address
        <span class="connect">
          <input ref={field} required placeholder="/ip4/192.0.2.1/tcp/4937/ws" autocomplete="off" spellcheck={false} />
          <button type="submit" class="button" disabled={task.isRunning}>
            Connect
          </button>
        </span>
      </label>
      <TaskState task={task} what="Connecting" />
    </form>
  )
}
