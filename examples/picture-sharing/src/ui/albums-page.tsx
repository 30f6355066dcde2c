import type { Album, Entry, Post } from '@hydra/feeds'
import type { RecordId } from '@hydra/records'
import { useEffect, useState } from 'preact/hooks'
import { go } from '../state/address.ts'
import { useSession } from '../state/session.ts'
import { AlbumCard } from './album-card.tsx'
import { Picture } from './picture.tsx'

/** This user's albums, and a new one. */
export function AlbumsPage() {
  const { albums, posts } = useOwn()
  return (
    <section class="page">
      <h1>Albums</h1>
      <NewAlbum posts={posts} />
      {albums.map((entry) => (
        <AlbumCard key={entry.id} entry={entry} />
      ))}
    </section>
  )
}

// An album's entry has room for 48 posts.
const MOST = 48

function NewAlbum({ posts }: { posts: readonly Entry<Post>[] }) {
  const { peer } = useSession()
  const [title, setTitle] = useState('')
  const [chosen, setChosen] = useState<readonly RecordId[]>([])
  const toggle = (id: RecordId): void =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-MOST))
  async function make(event: Event): Promise<void> {
    event.preventDefault()
    const { id } = await peer.feeds.write({ type: 'album', title: title.trim(), posts: chosen })
    go(`/album/${id}`)
  }
  if (posts.length === 0) return <p class="empty">Albums are made of what you shared. Share some pictures first.</p>
  return (
    <form class="new-album" onSubmit={(event) => void make(event)}>
      <h2>A new album</h2>
      <label class="field">
        Title
        <input value={title} onInput={({ currentTarget }) => setTitle(currentTarget.value)} maxLength={60} dir="auto" />
      </label>
      <ul class="grid">
        {posts.map(({ id, body }) => (
          <li key={id}>
            <label class="pick">
              <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
              {body.media[0] && <Picture media={body.media[0]} isLarge={false} />}
              <span class="sr-only">{body.text || 'A picture'}</span>
            </label>
          </li>
        ))}
      </ul>
      <button type="submit" class="button" disabled={title.trim() === '' || chosen.length === 0}>
        Make the album
      </button>
    </form>
  )
}

function useOwn(): { albums: readonly Entry<Album>[]; posts: readonly Entry<Post>[] } {
  const { peer } = useSession()
  const [own, set] = useState<{ albums: Entry<Album>[]; posts: Entry<Post>[] }>({ albums: [], posts: [] })
  useEffect(() => {
    let isOver = false
    const load = async (): Promise<void> => {
      const [albums, posts]: [Entry<Album>[], Entry<Post>[]] = [[], []]
      for await (const entry of peer.feeds.read(peer.feeds.author)) {
        if (entry.body.type === 'album') albums.push(entry as Entry<Album>)
        if (entry.body.type === 'post' && entry.body.media.length > 0) posts.push(entry as Entry<Post>)
      }
      if (!isOver) set({ albums, posts })
    }
    void load()
    return () => void (isOver = true)
  }, [])
  return own
}
