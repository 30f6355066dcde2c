import type { Entry, Post } from '@hydra/feeds'
import type { RecordId } from '@hydra/records'
import { useSession } from '../state/session.ts'
import { Lightbox } from './lightbox.tsx'
import { PostCard } from './post-card.tsx'
import { useEntries } from './use-entries.ts'

/** One post by its link; with an index, one of its pictures as large as the screen. */
export function PostPage({ id, index }: { id: string; index: string | undefined }) {
  const { journal } = useSession()
  const known = journal.entries.value.find((entry) => entry.id === id)
  const [found = known] = useEntries([id as RecordId])
  if (found?.body.type !== 'post') {
    return <p class="empty">This is not here. It was deleted, or whoever has it is not here right now.</p>
  }
  const entry = found as Entry<Post>
  return (
    <>
      <h1 class="sr-only">A post</h1>
      <PostCard entry={entry} />
      {index !== undefined && <Lightbox post={entry} index={Number(index)} />}
    </>
  )
}
