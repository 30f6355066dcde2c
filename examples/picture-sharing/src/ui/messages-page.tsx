import type { PublicKey } from '@hydra/identity'
import { useEffect, useMemo } from 'preact/hooks'
import { keyIn } from '../state/key-in.ts'
import { useSession } from '../state/session.ts'
import { privateTalk } from '../state/talk.ts'
import { TalkView } from './chat.tsx'

export function MessagesPage({ text }: { text: string }) {
  const key = keyIn(text)
  if (key === undefined) return <p class="empty">This link names nobody. Ask for it again.</p>
  return <Conversation other={key} />
}

function Conversation({ other }: { other: PublicKey }) {
  const { peer, people } = useSession()
  const { name } = people.person(other).value
  const talk = useMemo(() => privateTalk(peer, other), [other])
  useEffect(() => talk.close, [talk])
  return (
    <section class="page messages">
      <h1 dir="auto">{name}</h1>
      <p class="hint">
        Only the two of you can read this. It arrives if {name} follows you or sees you here. That you write at all, and
        when, can be seen by others.
      </p>
      <TalkView talk={talk} label={`Write to ${name}`} />
    </section>
  )
}
