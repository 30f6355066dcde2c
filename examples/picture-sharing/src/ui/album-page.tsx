import type { Album, Entry, Media } from '@hydra/feeds'
import type { RecordId } from '@hydra/records'
import { useState } from 'preact/hooks'
import { shareAlbum } from '../state/private-album.ts'
import { useSession } from '../state/session.ts'
import { addPlaces, ownOrigin } from '../peer/places.ts'
import { Grid } from './search-page.tsx'
import { useEntries } from './use-entries.ts'

export function AlbumPage({ id }: { id: string }) {
  const [entry] = useEntries([id as RecordId])
  if (entry?.body.type !== 'album') return <p class="empty">This album is not here.</p>
  return <Album entry={entry as Entry<Album>} />
}

function Album({ entry }: { entry: Entry<Album> }) {
  const posts = useEntries(entry.body.posts)
  const pictures = posts.flatMap(({ body }) => (body.type === 'post' ? body.media : []))
  return (
    <section class="page">
      <h1 dir="auto">{entry.body.title}</h1>
      <PrivateLink title={entry.body.title} pictures={pictures} />
      <Grid entries={posts} />
    </section>
  )
}

/** A link that shows an album to whoever has it, and to nobody else. */
function PrivateLink({ title, pictures }: { title: string; pictures: readonly Media[] }) {
  const { peer, places } = useSession()
  const [link, setLink] = useState('')
  const [isBusy, setBusy] = useState(false)
  async function make(): Promise<void> {
    setBusy(true)
    const { cid, key } = await shareAlbum(peer, { title, pictures })
    const query = new URLSearchParams({ key })
    addPlaces(query, places, ownOrigin(location))
    setLink(new URL(`#/shared/${cid}?${query}`, location.href).href)
    setBusy(false)
  }
  if (link === '') {
    return (
      <button type="button" class="button soft" disabled={isBusy || pictures.length === 0} onClick={() => void make()}>
        {isBusy ? 'Locking the pictures…' : 'Make a private link'}
      </button>
    )
  }
  return (
    <div class="invite">
      <input
        readOnly
        value={link}
        aria-label="The private link"
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p class="hint">
        The pictures were locked with a key that is only in this link. Whoever has the link can see them, and pass it
        on. It works while somebody who has the pictures is here.
      </p>
    </div>
  )
}
