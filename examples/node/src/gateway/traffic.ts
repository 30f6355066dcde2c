import type { RequestHandler } from '@hydra/transports'

/** What HTTP requests there were, and the end of them. */
export interface Traffic {
  /** Counts what a handler answers. Once closed, new requests get 503. */
  counted(handler: RequestHandler): RequestHandler
  /** Requests by route and status, such as `/files 200`. */
  counts(): ReadonlyMap<string, number>
  underWay(): number
  /** Takes no more, and waits for those under way; not for longer than this. */
  close(withinMs: number): Promise<void>
}

// Whatever strangers ask for, metrics have few names.
const ROUTES = [
  'files',
  'ipfs',
  'services',
  'search',
  'names',
  'healthz',
  'metrics',
  'status',
  'control',
  'dashboard',
  '',
]

export function createTraffic(): Traffic {
  const counts = new Map<string, number>()
  const { promise: idle, resolve: becomeIdle } = Promise.withResolvers<void>()
  let [underWay, closed] = [0, false]

  const ended = (): void => {
    underWay--
    if (closed && underWay === 0) becomeIdle()
  }
  const count = (request: Request, status: number): void => {
    const key = `${routeOf(new URL(request.url))} ${status}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }

  return {
    counted: (handler) => async (request, from) => {
      if (closed) return new Response('This node is stopping.\n', { status: 503, headers: { connection: 'close' } })
      underWay++
      let response: Response
      try {
        response = await handler(request, from)
      } catch (error) {
        count(request, 500)
        ended()
        throw error
      }
      count(request, response.status)
      return untilRead(response, request.signal, ended)
    },
    counts: () => counts,
    underWay: () => underWay,
    async close(withinMs) {
      closed = true
      if (underWay === 0) return
      const timer = setTimeout(becomeIdle, withinMs)
      await idle
      clearTimeout(timer)
    },
  }
}

function routeOf({ hostname, pathname }: URL): string {
  if (hostname.endsWith('.hydra.localhost')) return 'origin'
  const first = pathname.split('/')[1] ?? ''
  return ROUTES.includes(first) ? `/${first}` : 'other'
}

/** Calls back once when the body is read, or its reader left. */
function untilRead(response: Response, gone: AbortSignal, onEnd: () => void): Response {
  if (response.body === null) {
    onEnd()
    return response
  }
  let open = true
  const end = (): void => {
    if (open) onEnd()
    open = false
    gone.removeEventListener('abort', end)
  }
  gone.addEventListener('abort', end)
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          end()
          controller.close()
        } catch (error) {
          end()
          throw error
        }
      },
      async cancel(reason) {
        end()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { status: response.status, headers: response.headers })
}
