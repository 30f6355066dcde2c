import type { Entry } from '@hydra/feeds'
import { useEffect, useState } from 'preact/hooks'
import { go, query } from '../state/address.ts'
import { useSession } from '../state/session.ts'
import { Link } from './link.tsx'
import { Picture } from './picture.tsx'

const SHOWN = 60

/** Searches what is here, without asking anybody. */
export function SearchPage() {
  const { peer } = useSession()
  const words = query.value.get('q') ?? ''
  const [found, setFound] = useState<readonly Entry[] | undefined>(undefined)
  useEffect(() => {
    let isOver = false
    async function search(): Promise<void> {
      const entries: Entry[] = []
      for await (const entry of peer.feeds.search(words)) {
        if (isOver) return
        if (entry.body.type === 'post' && entries.push(entry) === SHOWN) break
      }
      setFound(entries)
    }
    if (words.trim() === '') setFound(undefined)
    else void search()
    return () => void (isOver = true)
  }, [words])
  return (
    <section class="page">
      <h1>Search</h1>
      <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
        <input
          type="search"
          value={words}
          onInput={({ currentTarget: { value } }) => go(`/search?q=${encodeURIComponent(value)}`, { replace: true })}
          placeholder="Captions and tags"
          aria-label="Search captions and tags"
          dir="auto"
        />
      </form>
      {found === undefined && <p class="hint">Nobody learns what you search for: it works without a network.</p>}
      {found?.length === 0 && <p class="empty">Nothing has these words.</p>}
      <Grid entries={found ?? []} />
    </section>
  )
}

export function Grid({ entries }: { entries: readonly Entry[] }) {
  return (
    <ul class="grid">
      {entries.map(({ id, body }) => {
        if (body.type !== 'post') return null
        const [media] = body.media
        return (
          <li key={id}>
            <Link to={`/post/${id}`}>
              {media ? <Picture media={media} isLarge={false} /> : <span class="grid-words">{body.text}</span>}
              {body.text !== '' && <span class="grid-caption">{body.text}</span>}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
