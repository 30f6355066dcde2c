import { useEffect, useState } from 'preact/hooks'
import { REFUSALS } from '../pictures/words.ts'
import { RefusedPictureError } from '../pictures/prepare.ts'
import { useSession } from '../state/session.ts'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'

/** A name, a picture, and a few words. */
export function ProfileForm({ button, onDone }: { button: string; onDone: () => void }) {
  const { me, people, peer } = useSession()
  const person = people.person(peer.feeds.author).value
  const [nickname, setNickname] = useState<string | undefined>(undefined)
  const [about, setAbout] = useState<string | undefined>(undefined)
  const [picture, setPicture] = useState<File | undefined>(undefined)
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)
  const known = useKnown()
  const name = nickname ?? known.nickname

  async function save(event: Event): Promise<void> {
    event.preventDefault()
    if (name.trim() === '') return setProblem('Any name will do: a first name, or one that friends know you by.')
    setBusy(true)
    try {
      await me.introduce({ nickname: name, about: about ?? known.about, picture })
      onDone()
    } catch (error) {
      setProblem(error instanceof RefusedPictureError ? REFUSALS[error.reason] : String(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form class="profile-form" onSubmit={(event) => void save(event)}>
      <label class="profile-picture">
        {picture ? <Chosen file={picture} /> : <Avatar person={{ ...person, name: name || '?' }} size="l" />}
        <span class="button soft small">
          <Icon name="camera" /> Choose a picture
        </span>
        <input
          type="file"
          class="sr-only"
          accept="image/*"
          onChange={({ currentTarget }) => setPicture(currentTarget.files?.[0])}
        />
      </label>
      <label class="field">
        Your name
        <input
          value={name}
          onInput={({ currentTarget }) => setNickname(currentTarget.value)}
          maxLength={30}
          autoComplete="nickname"
          dir="auto"
        />
      </label>
      <label class="field">
        A few words about you <small>if you like</small>
        <input
          value={about ?? known.about}
          onInput={({ currentTarget }) => setAbout(currentTarget.value)}
          maxLength={100}
          dir="auto"
        />
      </label>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="button" disabled={isBusy}>
        {isBusy ? 'One moment…' : button}
      </button>
    </form>
  )
}

function useKnown(): { nickname: string; about: string } {
  const { peer } = useSession()
  const [known, set] = useState({ nickname: '', about: '' })
  useEffect(() => {
    void peer.feeds.profile(peer.feeds.author).then((profile) => {
      if (profile) set({ nickname: profile.body.nickname, about: profile.body.about ?? '' })
    })
  }, [])
  return known
}

function Chosen({ file }: { file: File }) {
  const [url, set] = useState('')
  useEffect(() => {
    const made = URL.createObjectURL(file)
    set(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return <span class="avatar avatar-l">{url !== '' && <img src={url} alt="The chosen picture" />}</span>
}
