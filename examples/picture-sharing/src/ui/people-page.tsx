import type { PublicKey } from '@hydra/identity'
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
      <PersonList keys={followed} empty="Nobody yet." />
      <h2>People here</h2>
      <PersonList keys={nearby} empty="Nobody new is here right now. They appear when they come." />
      <Invite />
    </section>
  )
}

function PersonList({ keys, empty }: { keys: readonly PublicKey[]; empty: string }) {
  if (keys.length === 0) return <p class="hint">{empty}</p>
  return (
    <ul class="people">
      {keys.map((key) => (
        <PersonRow key={key} person={key} />
      ))}
    </ul>
  )
}
