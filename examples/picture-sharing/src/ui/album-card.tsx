import type { Album, Entry } from '@hydra/feeds'
import { useSession } from '../state/session.ts'
import { Ago } from './ago.tsx'
import { Link } from './link.tsx'
import { Picture } from './picture.tsx'
import { useEntries } from './use-entries.ts'

const COVER = 4

export function AlbumCard({ entry }: { entry: Entry<Album> }) {
  const { people } = useSession()
  const author = people.person(entry.author).value
  const pictures = useEntries(entry.body.posts)
    .flatMap(({ body }) => (body.type === 'post' ? body.media : []))
    .filter(({ mediaType }) => mediaType.startsWith('image/'))
  return (
    <article class="card album-card">
      <Link to={`/album/${entry.id}`}>
        <ul class="card-media card-many" data-count={Math.min(pictures.length, COVER)}>
          {pictures.slice(0, COVER).map((media) => (
            <li key={media.cid}>
              <Picture media={media} isLarge={false} />
            </li>
          ))}
        </ul>
        <div class="card-words">
          <h3 dir="auto">{entry.body.title}</h3>
          <p class="hint">
            An album by {author.name} · <Ago time={entry.time} />
          </p>
        </div>
      </Link>
    </article>
  )
}
