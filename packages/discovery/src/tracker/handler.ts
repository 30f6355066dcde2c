import { quotaParty } from '../address-group.ts'
import { BodyTooLargeError, readBounded } from '../read-bounded.ts'
import { encodeAnswer, MAX_QUESTION_BYTES, type TrackerAnswer } from './message.ts'
import type { Tracker } from './tracker.ts'

/** What whoever owns the port knows of a request besides the request itself. */
export interface RequestOrigin {
  readonly remoteAddress: string
}

export interface TrackerHandlerOptions {
  /** Whose quota a request counts for, where the socket's other end does not say it: behind a proxy that names its caller. */
  partyOf?: (request: Request) => string | undefined
}

const HEADERS = {
  'content-type': 'application/cbor',
  'cache-control': 'no-store',
  // A page of any origin may ask: a tracker knows nothing of cookies, and tells everybody the same.
  'access-control-allow-origin': '*',
}
const PREFLIGHT = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' }

/** Answers the tracker's questions over HTTP; whoever has a port mounts it, under a path of their choice. */
export function trackerHandler(
  tracker: Tracker,
  { partyOf }: TrackerHandlerOptions = {},
): (request: Request, origin?: RequestOrigin) => Promise<Response> {
  return async (request, origin) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...HEADERS, ...PREFLIGHT } })
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { ...HEADERS, allow: 'POST' } })
    const question = await read(request)
    if (!question) return new Response(null, { status: 413, headers: HEADERS })
    const answer = await tracker.answer(question, { party: partyOf?.(request) ?? partyOfOrigin(origin) })
    const headers = { ...HEADERS, ...('refused' in answer ? { 'retry-after': String(answer.retryS) } : {}) }
    return new Response(new Uint8Array(encodeAnswer(answer)), { status: statusOf(answer), headers })
  }
}

async function read(request: Request): Promise<Uint8Array | undefined> {
  try {
    return await readBounded(request, MAX_QUESTION_BYTES)
  } catch (error) {
    if (error instanceof BodyTooLargeError) return undefined
    // A body that broke off is answered like any other that is malformed; nobody may be there to read it.
    return new Uint8Array()
  }
}

function statusOf(answer: TrackerAnswer): number {
  if (!('refused' in answer)) return 200
  return answer.refused === 'too-often' || answer.refused === 'full' ? 429 : 400
}

// Where nobody says where requests come from, all share one quota: better than none.
function partyOfOrigin(origin: RequestOrigin | undefined): string {
  if (!origin) return 'http'
  const { remoteAddress } = origin
  return quotaParty(`/${remoteAddress.includes(':') ? 'ip6' : 'ip4'}/${remoteAddress.replace(/%.*$/, '')}`)
}
