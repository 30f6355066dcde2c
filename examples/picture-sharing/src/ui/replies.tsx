import type { Comment, Entry } from '@hydra/feeds'
import type { RecordId } from '@hydra/records'
import { useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'
import { Ago } from './ago.tsx'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import { SayForm } from './say-form.tsx'
import { Words } from './words.tsx'

const EMOJI = ['❤️', '😄', '😮', '👏', '🔥']
const SHOWN = 3

/** What others say to a post. */
export function Replies({ on }: { on: RecordId }) {
  const { threads } = useSession()
  const [isOpen, open] = useState(false)
  const thread = threads.thread(on).value
  const comments = thread?.comments ?? []
  const shown = isOpen ? comments : comments.slice(-SHOWN)
  return (
    <div class="replies">
      <Reactions on={on} />
      {shown.length < comments.length && (
        <button type="button" class="quiet" onClick={() => open(true)}>
          Show all {comments.length} comments
        </button>
      )}
      {shown.length > 0 && (
        <ul class="comments">
          {shown.map((entry) => (
            <CommentLine key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      <SayForm label="Add a comment" button="Post" onSay={(text) => threads.comment(on, text)} />
    </div>
  )
}

function CommentLine({ entry }: { entry: Entry<Comment> }) {
  const { people, threads } = useSession()
  const { key, name, isMe } = people.person(entry.author).value
  return (
    <li>
      <Link to={`/person/${key}`} dir="auto">
        {name}
      </Link>{' '}
      <span dir="auto">
        <Words text={entry.body.text} />
      </span>{' '}
      <small>
        <Ago time={entry.time} />
      </small>
      {isMe && (
        <button type="button" class="quiet small" onClick={() => void threads.remove(entry.id)}>
          Delete
        </button>
      )}
    </li>
  )
}

function Reactions({ on }: { on: RecordId }) {
  const { threads, peer } = useSession()
  const reactions = threads.thread(on).value?.reactions ?? []
  const mine = reactions.find(({ author }) => author === peer.feeds.author)
  const counts = new Map<string, number>()
  for (const { body } of reactions) counts.set(body.emoji, (counts.get(body.emoji) ?? 0) + 1)
  const react = (emoji: string): void =>
    void (mine?.body.emoji === emoji ? threads.remove(mine.id) : threads.react(on, emoji))
  const offered = [...new Set([...counts.keys(), ...EMOJI])].slice(0, 7)
  return (
    <div class="reactions" role="group" aria-label="Reactions">
      {offered.map((emoji) => (
        <button
          key={emoji}
          type="button"
          class={counts.has(emoji) ? 'reaction has-some' : 'reaction'}
          aria-pressed={mine?.body.emoji === emoji}
          aria-label={`${emoji} ${counts.get(emoji) ?? 0}`}
          onClick={() => react(emoji)}
        >
          {emoji === '❤️' && !counts.has(emoji) ? <Icon name="heart" /> : <span>{emoji}</span>}
          {counts.get(emoji) ?? ''}
        </button>
      ))}
    </div>
  )
}
