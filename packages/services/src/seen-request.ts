import type { PublicKey } from '@hydra/identity'
import type { Clock, Privacy, RequestProgress } from '@hydra/router'
import type { FetchHandler } from './handler.ts'

/** What became of a request that was asked here, on its way. */
export interface RequestStep {
  /** Since the request began. */
  readonly afterMs: number
  /** Sent along a path; the service took it; or that path failed, and another is tried. */
  readonly what: 'sent' | 'answered' | 'retrying'
  readonly attempt: number
  /** Why a path failed. */
  readonly reason?: string
}

/** A request that was asked or served here, for whoever shows its user what the peer does. */
export interface SeenRequest {
  /** The same each time that this request is told of. */
  readonly id: number
  readonly direction: 'asked' | 'served'
  readonly method: string
  /** Who is asked, as it stands in the URL: a key, or a name. */
  readonly service: string
  readonly path: string
  /**
   * How well it is hidden; `weak` where it was to be hidden and too few links do it. Of one that is served: how the
   * service is hosted. Unknown until it is sent.
   */
  readonly privacy?: Privacy | 'weak'
  readonly startedMs: number
  /** How long it took until its answer began, or it failed. */
  readonly tookMs?: number
  readonly status?: number
  readonly failure?: string
  /** Of one that was asked: its way so far. Whom a path leads by, nobody knows but for their own neighbours. */
  readonly steps?: readonly RequestStep[]
}

/** Hears of each request when it begins, when it is known how it is sent, and when its answer begins or it fails. */
export type RequestListener = (seen: SeenRequest) => void

/** What is told of one request, as it becomes known. */
export interface Sighting {
  progress(event: RequestProgress): void
  /** Tells how it ended, and passes that on. */
  until(response: Promise<Response>): Promise<Response>
}

export interface Watch {
  asked(request: Request): Sighting
  /** A handler whose requests are told of. */
  served(handler: FetchHandler, service: PublicKey, privacy: Privacy): FetchHandler
}

// A router tries five paths; a stream that breaks later tries as many again.
const MAX_STEPS = 24

export function createWatch(listener: RequestListener, clock: Clock): Watch {
  let count = 0

  function sight(begun: Omit<SeenRequest, 'id' | 'startedMs'>): Sighting {
    const startedMs = clock.now()
    let seen: SeenRequest = { ...begun, id: count++, startedMs }
    const tell = (more: Partial<SeenRequest>): void => {
      seen = { ...seen, ...more }
      listener(seen)
    }
    tell({})
    return {
      progress(event) {
        const { type: what, attempt } = event
        const step = { afterMs: clock.now() - startedMs, what, attempt }
        const added = event.type === 'retrying' ? { ...step, reason: event.reason } : step
        seen = { ...seen, steps: [...(seen.steps ?? []), added].slice(-MAX_STEPS) }
        if (event.type === 'sent' && attempt === 1) tell({ privacy: event.privacy })
        if (event.type === 'retrying') tell({})
      },
      async until(response) {
        try {
          const { status } = await response
          tell({ status, tookMs: clock.now() - startedMs })
        } catch (error) {
          tell({ failure: error instanceof Error ? error.message : String(error), tookMs: clock.now() - startedMs })
        }
        return response
      },
    }
  }

  return {
    asked({ method, url }) {
      const { host, pathname, search } = new URL(url)
      return sight({ direction: 'asked', method, service: host, path: (pathname || '/') + search })
    },
    served: (handler, service, privacy) => (request, context) => {
      const { pathname, search } = new URL(request.url)
      const about = { direction: 'served', method: request.method, service, path: pathname + search, privacy } as const
      return sight(about).until((async () => handler(request, context))())
    },
  }
}
