import { useState } from 'preact/hooks'
import { restoreJournal } from '../state/journal-file.ts'
import { useSession } from '../state/session.ts'
import { welcome } from './welcomed.ts'

/** Goes on with a journal that was saved elsewhere. */
export function RestoreForm() {
  const session = useSession()
  const [file, setFile] = useState<File | undefined>(undefined)
  const [passphrase, setPassphrase] = useState('')
  const [said, say] = useState('')
  async function restore(event: Event): Promise<void> {
    event.preventDefault()
    if (!file) return say('Choose the file that you saved.')
    say('Reading the file…')
    try {
      await restoreJournal(session, file, passphrase)
      welcome()
      location.hash = '/'
      location.reload()
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <form class="save" onSubmit={(event) => void restore(event)}>
      <label class="field">
        The file that you saved
        <input type="file" accept=".car" onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])} />
      </label>
      <label class="field">
        Its passphrase
        <input
          type="password"
          value={passphrase}
          onInput={({ currentTarget }) => setPassphrase(currentTarget.value)}
          autoComplete="current-password"
        />
      </label>
      <p class="hint">Whoever you are on this device now is replaced by who is in the file.</p>
      <button type="submit" class="button soft">
        Go on with it here
      </button>
      <p role="status">{said}</p>
    </form>
  )
}
