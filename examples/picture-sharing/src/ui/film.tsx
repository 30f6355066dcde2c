import type { Media } from '@hydra/feeds'
import { fileUrl } from './file-url.ts'
import { placeOf } from './picture.tsx'

/** A video that plays while it loads. */
export function Film({ media }: { media: Media }) {
  const { cid, previewCid, mediaType, alt } = media
  return (
    <span class="picture" style={placeOf(media)}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- people's own short films have none */}
      <video
        src={fileUrl(cid, mediaType)}
        poster={previewCid === undefined ? undefined : fileUrl(previewCid)}
        aria-label={alt ?? 'Video'}
        controls
        playsInline
        loop
        preload="metadata"
      />
    </span>
  )
}
