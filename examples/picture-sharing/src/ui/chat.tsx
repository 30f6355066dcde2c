import { useEffect, useRef, useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'
import type { Talk } from '../state/talk.ts'
import { Ago } from './ago.tsx'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { SayForm } from './say-form.tsx'

/** What everybody here says to everybody, at the bottom of every page. */
export function Chat() {
  const { everyone } = useSession()
  const [isOpen, open] = useState(false)
  const [seen, see] = useState(0)
  const lines = everyone.lines.value
  const newest = lines.at(-1)?.time ?? 0
  useEffect(() => {
    if (isOpen) see(newest)
  }, [isOpen, newest])
  const fresh = lines.filter(({ time }) => time > seen).length
  return (
    <section class={isOpen ? 'chat is-open' : 'chat'} aria-label="Chat">
      <button type="button" class="chat-head" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        <Icon name="chat" />
        Chat with everyone here
        {!isOpen && fresh > 0 && <span class="count">{fresh}</span>}
      </button>
      {isOpen && <TalkView talk={everyone} label="Say something to everyone" />}
    </section>
  )
}

export function TalkView({ talk, label }: { talk: Talk; label: string }) {
  const lines = talk.lines.value
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight
  }, [lines.length])
  return (
    <div class="talk">
      <ol ref={list} class="lines" aria-live="polite" tabIndex={0} aria-label="Messages">
        {lines.map((line) => (
          <TalkLine key={line.id} {...line} />
        ))}
        {lines.length === 0 && <li class="hint">Nothing was said yet.</li>}
      </ol>
      <SayForm label={label} button="Send" onSay={(text) => talk.say(text)} />
    </div>
  )
}

function TalkLine({ from, text, time }: { from: Talk['lines']['value'][number]['from']; text: string; time: number }) {
  const { people } = useSession()
  const person = people.person(from).value
  return (
    <li class={person.isMe ? 'line is-mine' : 'line'}>
      <Avatar person={person} size="s" />
      <p>
        <Link to={`/person/${from}`} dir="auto">
          {person.name}
        </Link>{' '}
        <small>
          <Ago time={time} />
        </small>
        <span dir="auto">{text}</span>
      </p>
    </li>
  )
}
