import {
  ALL_FORMATS,
  BlobSource,
  BufferTarget,
  Conversion,
  Input,
  Output,
  WebMOutputFormat,
  Mp4OutputFormat,
} from 'mediabunny'
import { RefusedPictureError } from './prepare.ts'

/**
 * Packs a video anew: what a browser records says neither how long it is nor where one can jump to, and what a camera
 * records says where it was.
 */
export async function seekable(file: Blob): Promise<Blob> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) })
  try {
    const isWebM = /webm|matroska/.test(await input.getMimeType())
    const format = isWebM ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: 'in-memory' })
    const output = new Output({ format, target: new BufferTarget() })
    const conversion = await Conversion.init({ input, output, tags: {}, showWarnings: false })
    await conversion.execute()
    const { buffer } = output.target
    if (buffer === null) throw new RefusedPictureError('video')
    return new Blob([buffer], { type: isWebM ? 'video/webm' : 'video/mp4' })
  } catch (cause) {
    throw cause instanceof RefusedPictureError ? cause : new RefusedPictureError('video')
  } finally {
    input.dispose()
  }
}

/** A still of its beginning, and how large it is. */
export async function firstFrame(video: Blob): Promise<{ still: Blob; width: number; height: number }> {
  const player = document.createElement('video')
  player.muted = true
  player.playsInline = true
  player.preload = 'auto'
  player.src = URL.createObjectURL(video)
  try {
    await event(player, 'loadeddata')
    player.currentTime = Math.min(0.1, player.duration / 2 || 0)
    await event(player, 'seeked')
    const { videoWidth: width, videoHeight: height } = player
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d')?.drawImage(player, 0, 0)
    return { still: await canvas.convertToBlob({ type: 'image/png' }), width, height }
  } finally {
    URL.revokeObjectURL(player.src)
  }
}

function event(player: HTMLVideoElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    player.addEventListener(name, () => resolve(), { once: true })
    player.addEventListener('error', () => reject(new RefusedPictureError('video')), { once: true })
  })
}
