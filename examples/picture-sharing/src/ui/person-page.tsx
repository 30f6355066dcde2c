import type { PublicKey } from '@hydra/identity'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { createJournal } from '../state/journal.ts'
import { keyIn } from '../state/key-in.ts'
import { useSession } from '../state/session.ts'
import { Avatar } from './avatar.tsx'
import { JournalView } from './journal-view.tsx'
import { Link } from './link.tsx'

export function PersonPage({ text }: { text: string }) {
  const key = keyIn(text)
  if (key === undefined) return <p class="empty">This link names nobody. Ask for it again.</p>
  return <Page of={key} />
}

function Page({ of }: { of: PublicKey }) {
  const { peer, people } = useSession()
  const person = people.person(of).value
  const journal = useMemo(() => createJournal(peer, { read: () => peer.feeds.read(of), isWanted: () => true }), [of])
  useEffect(() => journal.close, [journal])
  return (
    <>
      <header class="person-head">
        <Avatar person={person} size="l" />
        <div>
          <h1 dir="auto">{person.name}</h1>
          {person.nickname !== undefined && <p class="hint">calls themselves {person.nickname}</p>}
          {person.about !== undefined && <p dir="auto">{person.about}</p>}
          {person.isMe ? <Link to="/you">Change your name or picture</Link> : <Actions of={of} />}
        </div>
      </header>
      {person.isBlocked ? (
        <p class="empty">You blocked {person.name}. Nothing of theirs is fetched or shown.</p>
      ) : (
        <JournalView
          journal={journal}
          empty={
            <p class="empty">
              {person.isFollowed || person.isMe
                ? 'Nothing was shared yet.'
                : `Follow ${person.name} to see what they share.`}
            </p>
          }
        />
      )}
    </>
  )
}

function Actions({ of }: { of: PublicKey }) {
  const { people } = useSession()
  const { isFollowed, isMuted, isBlocked, name } = people.person(of).value
  return (
    <div class="actions">
      <button
        type="button"
        class={isFollowed ? 'button soft' : 'button'}
        aria-pressed={isFollowed}
        onClick={() => void (isFollowed ? people.unfollow(of) : people.follow(of))}
      >
        {isFollowed ? 'Following' : 'Follow'}
      </button>
      <Link to={`/messages/${of}`} class="button soft">
        Write a message
      </Link>
      <Rename of={of} />
      <button type="button" class="quiet" onClick={() => void people.mute(of, !isMuted)}>
        {isMuted ? `Unmute ${name}` : 'Mute'}
      </button>
      <button type="button" class="quiet" onClick={() => void people.block(of, !isBlocked)}>
        {isBlocked ? `Unblock ${name}` : 'Block'}
      </button>
    </div>
  )
}

/** What this user calls somebody: nobody else sees it, and nobody can take it. */
function Rename({ of }: { of: PublicKey }) {
  const { people } = useSession()
  const [name, setName] = useState<string | undefined>(undefined)
  const [problem, setProblem] = useState('')
  async function save(event: Event): Promise<void> {
    event.preventDefault()
    try {
      await people.rename(of, name ?? '')
      setName(undefined)
      setProblem('')
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  if (name === undefined) {
    return (
      <button type="button" class="quiet" onClick={() => setName(people.person(of).value.name)}>
        Rename
      </button>
    )
  }
  return (
    <form class="say" onSubmit={(event) => void save(event)}>
      <input
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
        aria-label="The name that you give them"
        maxLength={40}
        dir="auto"
      />
      <button type="submit" class="quiet">
        Save
      </button>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
