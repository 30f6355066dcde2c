import { useSession } from '../state/session.ts'
import { FollowByLink, Invite } from './invite.tsx'
import { PersonRow } from './people-aside.tsx'

export function PeoplePage() {
  const { people } = useSession()
  const [followed, nearby] = [people.followed.value, people.nearby.value]
  return (
    <section class="page">
      <h1>People</h1>
      <FollowByLink />
      <h2>You follow</h2>
      <ul class="people">
        {followed.map((key) => (
          <PersonRow key={key} person={key} />
        ))}
      </ul>
      {followed.length === 0 && <p class="hint">Nobody yet.</p>}
      <h2>People here</h2>
      <ul class="people">
        {nearby.map((key) => (
          <PersonRow key={key} person={key} />
        ))}
      </ul>
      {nearby.length === 0 && <p class="hint">Nobody new is here right now. They appear when they come.</p>}
      <Invite />
    </section>
  )
}
