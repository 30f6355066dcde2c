import type { Refusal } from './prepare.ts'
import type { Traces } from './traces.ts'

/** What to say of a file that cannot be shared. */
export const REFUSALS: Readonly<Record<Refusal, string>> = {
  heic: 'This is an HEIC picture, which most browsers cannot open. On an iPhone: Settings, Camera, Formats, “Most compatible”, or share it as JPEG.',
  drawing: 'This is a drawing (SVG). Save it as PNG or JPEG first.',
  video: 'This browser cannot play this video. Record one here, or save it as MP4 or WebM.',
  'too-large': 'This picture is larger than 100 megapixels. Make it smaller and try again.',
  broken: 'This picture is damaged: it could not be opened.',
  unknown: 'This is not a picture.',
}

export function wordsOnTraces({ place, camera }: Traces): string | undefined {
  if (place) return 'The place where it was taken was removed'
  return camera ? 'Camera details were removed' : undefined
}
