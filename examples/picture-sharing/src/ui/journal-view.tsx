import type { Album, Entry, Post } from '@hydra/feeds'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Journal, Shown } from '../state/journal.ts'
import { AlbumCard } from './album-card.tsx'
import { PostCard } from './post-card.tsx'

/** Cards, and more of them as their end comes near. */
export function JournalView({ journal, empty }: { journal: Journal; empty: ComponentChildren }) {
  const entries = journal.entries.value
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting && !journal.isEnd.value) void journal.more()
      },
      { rootMargin: '1200px' },
    )
    if (end.current) watch.observe(end.current)
    return () => watch.disconnect()
  }, [journal, entries.length])
  if (entries.length === 0 && journal.isEnd.value) return <>{empty}</>
  return (
    <div class="journal">
      {entries.map((entry) =>
        isPost(entry) ? (
          <PostCard key={entry.id} entry={entry} />
        ) : isAlbum(entry) ? (
          <AlbumCard key={entry.id} entry={entry} />
        ) : null,
      )}
      <div ref={end} class="journal-end" />
    </div>
  )
}

function isPost(entry: Shown): entry is Entry<Post> {
  return entry.body.type === 'post'
}

function isAlbum(entry: Shown): entry is Entry<Album> {
  return entry.body.type === 'album'
}
