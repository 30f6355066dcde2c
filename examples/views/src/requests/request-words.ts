import type { RequestSeen } from '../scene.ts'
import { shortId } from '../words.ts'

export const PRIVACY: Readonly<Record<NonNullable<RequestSeen['privacy']>, { word: string; meaning: string }>> = {
  hidden: { word: 'hidden', meaning: 'sent as if it were passed on for somebody else' },
  weak: { word: 'weakly hidden', meaning: 'sent hidden, but too few links hide it: neighbours may know whose it was' },
  direct: { word: 'direct', meaning: 'fast, and neighbours see whose it was' },
}

/** A name as it is; of a key, its end. */
export function serviceText(service: string): string {
  return service.length > 40 ? shortId(service) : service
}

export function outcomeOf({ status, failure, tookMs }: RequestSeen): 'open' | 'well' | 'refused' | 'failed' {
  if (failure !== undefined) return 'failed'
  if (tookMs === undefined || status === undefined) return 'open'
  return status < 400 ? 'well' : status < 500 ? 'refused' : 'failed'
}
