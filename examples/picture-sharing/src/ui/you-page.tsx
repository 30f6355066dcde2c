import { useState } from 'preact/hooks'
import { go } from '../state/address.ts'
import { saveJournal } from '../state/journal-file.ts'
import { useSession } from '../state/session.ts'
import { Invite } from './invite.tsx'
import { Link } from './link.tsx'
import { ProfileForm } from './profile-form.tsx'
import { RestoreForm } from './restore-form.tsx'

export function YouPage() {
  const { peer, neighbours } = useSession()
  const count = neighbours.value
  return (
    <section class="page">
      <h1>You</h1>
      <ProfileForm button="Save" onDone={() => go(`/person/${peer.feeds.author}`)} />
      <ul class="links">
        <li>
          <Link to={`/person/${peer.feeds.author}`}>What you shared</Link>
        </li>
        <li>
          <Link to="/albums">Your albums</Link>
        </li>
        <li>
          <Link to="/privacy">Who can see what</Link>
        </li>
      </ul>
      <p class="hint">
        {count === 0
          ? 'You are on your own right now. Everything works, and reaches others when you meet.'
          : `You are connected to ${count === 1 ? 'one other' : `${count} others`}.`}
      </p>
      <Invite />
      <Hidden />
      <SaveForm />
      <details>
        <summary>Move here from another device</summary>
        <RestoreForm />
      </details>
    </section>
  )
}

function Hidden() {
  const { people } = useSession()
  const hidden = people.hidden.value
  if (hidden.length === 0) return null
  return (
    <>
      <h2>Muted and blocked</h2>
      <ul class="links">
        {hidden.map((key) => (
          <li key={key}>
            <Link to={`/person/${key}`}>{people.person(key).value.name}</Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function SaveForm() {
  const session = useSession()
  const [passphrase, setPassphrase] = useState('')
  const [said, say] = useState('')
  async function save(event: Event): Promise<void> {
    event.preventDefault()
    say('Packing…')
    const file = await saveJournal(session, passphrase)
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = `daybook-${new Date().toISOString().slice(0, 10)}.car`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    say('Saved. Keep the file and its passphrase apart from this device.')
  }
  return (
    <form class="save" onSubmit={(event) => void save(event)}>
      <h2>Save everything in one file</h2>
      <p>Your posts, your pictures, whom you follow, and who you are. With the passphrase you go on elsewhere.</p>
      <label class="field">
        A passphrase for the file
        <input
          type="password"
          value={passphrase}
          onInput={({ currentTarget }) => setPassphrase(currentTarget.value)}
          minLength={8}
          required
          autoComplete="new-password"
        />
      </label>
      <button type="submit" class="button soft">
        Save a file
      </button>
      <p role="status">{said}</p>
    </form>
  )
}
