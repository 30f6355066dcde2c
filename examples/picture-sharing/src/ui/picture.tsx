import type { Media } from '@hydra/feeds'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { thumbHashToDataURL } from 'thumbhash'
import { useSession } from '../state/session.ts'
import { fileUrl } from './file-url.ts'
import { useNear } from './use-near.ts'

// Whoever holds the picture may come by at any time; nobody waits longer than this to hear of it.
const RETRY_MS = [1_000, 2_000, 4_000, 8_000]

/** A picture that sharpens as it comes: its blur at once, a small one soon, then all of it. Its place is kept free. */
export function Picture({ media, isLarge = true }: { media: Media; isLarge?: boolean }) {
  const { holding } = useSession()
  const { cid, previewCid, mediaType, alt = '' } = media
  const [place, isNear] = useNear<HTMLSpanElement>()
  const [isSharp, setSharp] = useState(false)
  const small = useRetry(previewCid ?? cid)
  const full = useRetry(cid)
  const seen = (which: string) => (): void => {
    void holding.passOn(which)
    if (which === cid) setSharp(true)
  }
  return (
    <span ref={place} class="picture" style={placeOf(media)}>
      {isNear && !isSharp && (
        <img
          key={`small ${small.tries}`}
          src={fileUrl(previewCid ?? cid)}
          alt={isLarge ? '' : alt}
          onLoad={previewCid === undefined ? undefined : seen(previewCid)}
          onError={small.failed}
        />
      )}
      {(isNear || isSharp) && isLarge && (
        <img
          key={`full ${full.tries}`}
          class={isSharp ? 'full is-sharp' : 'full'}
          src={fileUrl(cid, mediaType)}
          alt={alt}
          onLoad={seen(cid)}
          onError={full.failed}
        />
      )}
      {!isSharp && full.tries > 1 && (
        <span class="picture-note" role="status">
          Nobody who has this picture is here right now. It appears when somebody is.
        </span>
      )}
    </span>
  )
}

/** How wide and high it is, and its blur: known before anything is fetched. */
export function placeOf({ width, height, thumbhash }: Media): Record<string, string> {
  const blur = useMemo(() => (thumbhash ? blurOf(thumbhash) : undefined), [thumbhash])
  return {
    '--ratio': width && height ? `${width} / ${height}` : '4 / 3',
    ...(blur && { backgroundImage: `url(${blur})` }),
  }
}

function blurOf(thumbhash: Uint8Array): string | undefined {
  try {
    return thumbHashToDataURL(thumbhash)
  } catch {
    return undefined
  }
}

function useRetry(cid: string): { tries: number; failed: () => void } {
  const { neighbours } = useSession()
  const [tries, setTries] = useState(0)
  const [failedAt, setFailedAt] = useState<number | undefined>(undefined)
  const count = neighbours.value
  useEffect(() => {
    if (failedAt === undefined) return undefined
    const timer = setTimeout(() => setTries(tries + 1), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)])
    return () => clearTimeout(timer)
  }, [failedAt, count, cid])
  return { tries, failed: () => setFailedAt(tries) }
}
