import type { PublicKey } from '@hydra/identity'
import { useSession } from '../state/session.ts'
import { Avatar } from './avatar.tsx'
import { Link } from './link.tsx'

const SHOWN = 6

export function PeopleAside() {
  const { people } = useSession()
  const nearby = people.nearby.value
  return (
    <aside class="aside" aria-labelledby="nearby">
      <h2 id="nearby">People here</h2>
      {nearby.length === 0 ? (
        <NobodyHere />
      ) : (
        <ul class="people">
          {nearby.slice(0, SHOWN).map((key) => (
            <PersonRow key={key} person={key} />
          ))}
        </ul>
      )}
      {nearby.length > SHOWN && <Link to="/people">Show all</Link>}
    </aside>
  )
}

function NobodyHere() {
  return (
    <p class="hint">
      Nobody new is here yet. <Link to="/people">Invite a friend</Link> by a link.
    </p>
  )
}

/** Somebody, and whether to follow them. */
export function PersonRow({ person: key }: { person: PublicKey }) {
  const { people } = useSession()
  const person = people.person(key).value
  const { name, about, isFollowed, isMe } = person
  return (
    <li class="person-row">
      <Link to={`/person/${key}`} class="person-link">
        <Avatar person={person} />
        <span>
          <strong dir="auto">{name}</strong>
          {about !== undefined && <small dir="auto">{about}</small>}
        </span>
      </Link>
      {!isMe && (
        <button
          type="button"
          class={isFollowed ? 'button soft small' : 'button small'}
          aria-pressed={isFollowed}
          onClick={() => void (isFollowed ? people.unfollow(key) : people.follow(key))}
        >
          {isFollowed ? 'Following' : 'Follow'}
        </button>
      )}
    </li>
  )
}
