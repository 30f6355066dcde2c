import type { Entry, Media, Post } from '@hydra/feeds'
import { useSession } from '../state/session.ts'
import { Ago } from './ago.tsx'
import { Avatar } from './avatar.tsx'
import { Film } from './film.tsx'
import { HoldersLine } from './holders-line.tsx'
import { Link } from './link.tsx'
import { Picture } from './picture.tsx'
import { PostMenu } from './post-menu.tsx'
import { Replies } from './replies.tsx'
import { useNear } from './use-near.ts'
import { Words } from './words.tsx'

export function PostCard({ entry }: { entry: Entry<Post> }) {
  const { people } = useSession()
  const author = people.person(entry.author).value
  const [place, isNear] = useNear<HTMLElement>()
  const { text, media } = entry.body
  return (
    <article ref={place} class="card" aria-label={`${author.name}: ${text || 'a picture'}`}>
      {media.length > 0 && <PostMedia id={entry.id} media={media} />}
      <div class="card-words">
        <header class="byline">
          <Link to={`/person/${author.key}`} class="byline-person">
            <Avatar person={author} />
            <span>
              <strong dir="auto">{author.name}</strong>
              <Ago time={entry.time} />
            </span>
          </Link>
          <PostMenu entry={entry} />
        </header>
        {text !== '' && (
          <p class="caption" dir="auto">
            <Words text={text} />
          </p>
        )}
        {media[0] && <HoldersLine cid={media[0].cid} isOwn={author.isMe} />}
        {isNear && <Replies on={entry.id} />}
      </div>
    </article>
  )
}

function PostMedia({ id, media }: { id: string; media: readonly Media[] }) {
  const [only] = media
  if (media.length === 1 && only) {
    return (
      <div class="card-media">
        <Shown id={id} index={0} media={only} />
      </div>
    )
  }
  return (
    <ul class="card-media card-many" data-count={Math.min(media.length, 6)}>
      {media.map((each, index) => (
        <li key={each.cid}>
          <Shown id={id} index={index} media={each} />
        </li>
      ))}
    </ul>
  )
}

function Shown({ id, index, media }: { id: string; index: number; media: Media }) {
  if (media.mediaType.startsWith('video/')) return <Film media={media} />
  return (
    <Link to={`/post/${id}/${index}`} aria-label={`Look closer: ${media.alt ?? 'picture'}`}>
      <Picture media={media} />
    </Link>
  )
}
