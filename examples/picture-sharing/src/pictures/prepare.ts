import { rgbaToThumbHash } from 'thumbhash'
import { look } from './look.ts'
import { type Traces, tracesIn } from './traces.ts'

/** A picture as it is shared: drawn anew, at most so large, with nothing in it but the picture. */
export interface Prepared {
  readonly full: Blob
  readonly small: Blob
  readonly width: number
  readonly height: number
  readonly thumbhash: Uint8Array | undefined
  readonly traces: Traces
}

export type Refusal = 'heic' | 'drawing' | 'video' | 'too-large' | 'broken' | 'unknown'

export class RefusedPictureError extends Error {
  override readonly name = 'RefusedPictureError'
  readonly reason: Refusal
  constructor(reason: Refusal) {
    super(`The file is no picture that can be shared: ${reason}.`)
    this.reason = reason
  }
}

// What a good telephone takes, with room to spare: 400 MB of memory for the moment in which it is drawn.
const MAX_PIXELS = 100_000_000
const MAX_SIDE = 20_000
// Sharp on a large screen, and half a megabyte.
const FULL_SIDE = 2048
// As wide as a card on a telephone.
const SMALL_SIDE = 560
// Where the first bytes are looked at: what is written by cameras comes first.
const LOOKED_AT_BYTES = 512 * 1024
const MAX_THUMBHASH_BYTES = 32

/** Looks at a file, draws it anew and scales it. Throws `RefusedPictureError`. */
export async function prepare(file: Blob): Promise<Prepared> {
  const start = new Uint8Array(await file.slice(0, LOOKED_AT_BYTES).arrayBuffer())
  const seen = look(start)
  if (!('width' in seen)) throw new RefusedPictureError(seen.kind)
  const { width, height } = seen
  if (width === 0 || height === 0) throw new RefusedPictureError('broken')
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) throw new RefusedPictureError('too-large')
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new RefusedPictureError('broken')
  })
  try {
    const [full, small] = [await draw(bitmap, FULL_SIDE), await draw(bitmap, SMALL_SIDE)]
    return { ...full, small: small.full, thumbhash: thumbhash(bitmap), traces: tracesIn(start) }
  } finally {
    bitmap.close()
  }
}

async function draw(bitmap: ImageBitmap, side: number): Promise<Pick<Prepared, 'full' | 'width' | 'height'>> {
  const canvas = scaled(bitmap, side)
  const { width, height } = canvas
  const full = await canvas.convertToBlob({ type: 'image/webp', quality: 0.86 })
  // A browser that writes no WebP writes PNG instead, which is large.
  if (full.type === 'image/webp') return { full, width, height }
  return { full: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.88 }), width, height }
}

function thumbhash(bitmap: ImageBitmap): Uint8Array | undefined {
  const { width, height, context } = scaled(bitmap, 100)
  const hash = rgbaToThumbHash(width, height, context.getImageData(0, 0, width, height).data)
  return hash.length <= MAX_THUMBHASH_BYTES ? hash : undefined
}

function scaled(bitmap: ImageBitmap, side: number): OffscreenCanvas & { context: OffscreenCanvasRenderingContext2D } {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(length * scale)))
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1)
  const context = canvas.getContext('2d')
  if (context === null) throw new RefusedPictureError('broken')
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return Object.assign(canvas, { context })
}
