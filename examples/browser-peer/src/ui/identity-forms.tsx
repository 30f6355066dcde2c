import { createKeyStore, memorySlot } from '@hydra/identity'
import { formText, TaskState, useTask } from '@hydra/views'
import { useSession } from '../state/session.ts'

/** Saves who this is in a file that only its passphrase opens. */
export function ExportForm() {
  const { peer } = useSession()
  const task = useTask<[string]>(async (_, passphrase) => {
    const keys = createKeyStore(memorySlot())
    await keys.save(peer.identity, passphrase)
    const bytes = await keys.export()
    if (bytes) download(new Blob([new Uint8Array(bytes)]), 'hydra-identity.bin')
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    task.start(formText(event.currentTarget, 'passphrase'))
  }
  return (
    <form class="form" onSubmit={submit}>
      <label class="field">
        A passphrase that nobody guesses
        <input name="passphrase" type="password" required minLength={8} autocomplete="new-password" />
      </label>
      <button type="submit" class="button" disabled={task.isRunning}>
        Save the file
      </button>
      <TaskState task={task} what="Encrypting it" />
    </form>
  )
}

/** Puts who is in a file in the place of whoever this is. */
export function ImportForm() {
  const session = useSession()
  const task = useTask<[File, string]>(async (_, file, passphrase) => {
    const identity = await createKeyStore(memorySlot()).import(new Uint8Array(await file.arrayBuffer()), passphrase)
    await session.close()
    const { keys, passphrase: own } = session.identity
    await keys.save(identity, own, { replace: true })
    location.reload()
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const file = new FormData(event.currentTarget as HTMLFormElement).get('file')
    if (file instanceof File) task.start(file, formText(event.currentTarget, 'passphrase'))
  }
  return (
    <form class="form" onSubmit={submit}>
      <label class="field">
        The file that you saved
        <input name="file" type="file" required accept=".bin" />
      </label>
      <label class="field">
        Its passphrase
        <input name="passphrase" type="password" required autocomplete="current-password" />
      </label>
      <button type="submit" class="button soft" disabled={task.isRunning}>
        Become who is in it
      </button>
      <p class="hint">Whoever you are here now is replaced. Save yourself first.</p>
      <TaskState task={task} what="Opening it" />
    </form>
  )
}

function download(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
