import type { FetchHandler } from '../handler.ts'
import { digest, patternStream } from './pattern.ts'

type Route = (request: Request, url: URL) => Response | Promise<Response>

/** The service that the cases ask: it says what it sees, and misbehaves where it is told to. */
export function createTestService(): FetchHandler {
  const events = createEvents()
  const routes = new Map<string, Route>(Object.entries({ ...plainRoutes, ...streamRoutes(events) }))
  return (request) => {
    const url = new URL(request.url)
    const name = /([^/]*)$/.exec(url.pathname)?.[1] ?? ''
    const route = routes.get(name)
    return route ? route(request, url) : new Response('no such route', { status: 404 })
  }
}

const number = (url: URL, name: string): number => Number(url.searchParams.get(name))
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

const plainRoutes: Record<string, Route> = {
  async inspect(request, { pathname, search }) {
    const { method, headers } = request
    const shown = [...headers].filter(([name]) => /^(x-|accept$|authorization$|content-type$|cookie$)/.test(name))
    const path = pathname.slice(pathname.lastIndexOf('/'))
    // What a boundary looks like is drawn by chance.
    const named = shown.map(([name, value]) => [name, value.replace(/boundary=.*/, 'boundary')])
    return Response.json({ method, path, search, headers: Object.fromEntries(named), body: await request.text() })
  },
  path: (_, { pathname }) => new Response(pathname),
  status(_, url) {
    const status = number(url, 'code')
    return new Response([204, 205, 304].includes(status) ? null : `status ${status}`, { status })
  },
  headers: (_, { searchParams }) => new Response('headers', { headers: [...searchParams] as [string, string][] }),
  async form(request) {
    const fields: unknown[] = []
    for (const [name, value] of await request.formData()) {
      fields.push([name, typeof value === 'string' ? value : [value.name, value.type, await value.text()]])
    }
    return Response.json(fields)
  },
  redirect(_, { searchParams }) {
    const location = searchParams.get('to')
    const headers = location === null ? {} : { location }
    return new Response('elsewhere', { status: Number(searchParams.get('code')), headers })
  },
  // Counts down by redirects: `countdown?left=3`.
  countdown(_, url) {
    const left = number(url, 'left')
    if (left === 0) return new Response('arrived')
    return new Response(null, { status: 302, headers: { location: `countdown?left=${left - 1}` } })
  },
  throw() {
    throw new Error('the secret is 42')
  },
  reject: () => Promise.reject(new Error('the secret is 42')),
  'no-response': () => undefined as never,
  'used-response': async () => {
    const response = new Response('once')
    await response.text()
    return response
  },
  gzip() {
    const body = new Response('compressed '.repeat(100)).body?.pipeThrough(new CompressionStream('gzip'))
    return new Response(body ?? null, { headers: { 'content-encoding': 'gzip', 'content-type': 'text/plain' } })
  },
}

function streamRoutes(events: Events): Record<string, Route> {
  const idOf = (url: URL) => url.searchParams.get('id') ?? ''
  return {
    bytes: (_, url) => new Response(patternStream(number(url, 'size'))),
    sized: (_, url) =>
      new Response(patternStream(number(url, 'size')), { headers: { 'content-length': `${number(url, 'size')}` } }),
    digest: async (request) => Response.json(await digest(request.body)),
    echo: (request) => new Response(request.body, { headers: { 'x-echo': request.headers.get('content-type') ?? '' } }),
    // Sends a piece for each `tell`, and ends with the last.
    drip(_, url) {
      const id = idOf(url)
      const pieces = number(url, 'pieces')
      let sent = 0
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            if (sent > 0) await events.next(`${id}-${sent}`)
            controller.enqueue(text(`piece ${sent}`))
            if (++sent === pieces) controller.close()
          },
        },
        { highWaterMark: 0 },
      )
      return new Response(body)
    },
    tell(_, url) {
      events.happen(idOf(url))
      return new Response('told')
    },
    // Answers once the event was seen.
    async await(_, url) {
      await events.next(idOf(url))
      return new Response('seen')
    },
    events(_, url) {
      const id = idOf(url)
      let sent = 0
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent === 3) return new Promise(() => {})
          controller.enqueue(text(`id: ${sent}\nevent: tick\ndata: {"tick":${sent++}}\n\n`))
          return undefined
        },
        cancel: () => events.happen(id),
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    },
    // Never answers; what it sees of the caller's leaving is an event.
    hang(request, url) {
      events.happen(`${idOf(url)}-asked`)
      return new Promise((resolve) => {
        request.signal.addEventListener('abort', () => {
          events.happen(idOf(url))
          resolve(new Response('nobody waits'))
        })
      })
    },
    'hang-body'(_, url) {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(text('first')),
        cancel: () => events.happen(idOf(url)),
      })
      return new Response(body)
    },
    // Reads an upload that breaks off.
    async 'broken-upload'(request, url) {
      try {
        await request.text()
      } catch {
        events.happen(idOf(url))
      }
      return new Response('read')
    },
    // Answers without reading what is sent.
    ignore: () => new Response('not read'),
    break(_, url) {
      const pieces = number(url, 'after')
      let sent = 0
      const body = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if (sent === pieces) controller.error(new Error('the secret is 42'))
            else controller.enqueue(text(`piece ${sent++};`))
          },
        },
        { highWaterMark: 0 },
      )
      return new Response(body)
    },
  }
}

interface Events {
  happen(id: string): void
  /** Resolves when it happened; at once if it did before. */
  next(id: string): Promise<void>
}

function createEvents(): Events {
  const all = new Map<string, PromiseWithResolvers<void>>()
  const of = (id: string): PromiseWithResolvers<void> => {
    const event = all.get(id) ?? Promise.withResolvers<void>()
    all.set(id, event)
    return event
  }
  return { happen: (id) => of(id).resolve(), next: (id) => of(id).promise }
}
