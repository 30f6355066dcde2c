import type { Entry, Post } from '@hydra/feeds'
import { useEffect, useRef } from 'preact/hooks'
import { go } from '../state/address.ts'
import { Film } from './film.tsx'
import { Icon } from './icon.tsx'
import { Picture } from './picture.tsx'

/** A picture as large as the screen. The keys and the browser's back button work as one expects. */
export function Lightbox({ post: { id, body }, index }: { post: Entry<Post>; index: number }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const media = body.media[index]
  useEffect(() => dialog.current?.showModal(), [])
  if (media === undefined) return null
  const show = (next: number): void => {
    if (body.media[next]) go(`/post/${id}/${next}`, { replace: true })
  }
  const press = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowLeft') show(index - 1)
    if (key === 'ArrowRight') show(index + 1)
  }
  const leave = (event: Event): void => {
    event.preventDefault()
    history.back()
  }
  return (
    <dialog ref={dialog} class="lightbox" onCancel={leave} onKeyDown={press} aria-label={media.alt ?? 'Picture'}>
      <div class="lightbox-look" key={media.cid}>
        {media.mediaType.startsWith('video/') ? <Film media={media} /> : <Picture media={media} />}
      </div>
      {media.alt !== undefined && <p dir="auto">{media.alt}</p>}
      <button type="button" class="round lightbox-close" aria-label="Close" onClick={leave}>
        <Icon name="close" />
      </button>
      {index > 0 && (
        <button type="button" class="round lightbox-back" aria-label="The one before" onClick={() => show(index - 1)}>
          <Icon name="back" />
        </button>
      )}
      {index < body.media.length - 1 && (
        <button type="button" class="round lightbox-forward" aria-label="The next" onClick={() => show(index + 1)}>
          <Icon name="forward" />
        </button>
      )}
    </dialog>
  )
}
