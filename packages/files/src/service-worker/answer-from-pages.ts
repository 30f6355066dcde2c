import type { FromPage, FromWorker, PageRequest } from './messages.ts'

interface Client {
  readonly id: string
  postMessage(message: unknown, transfer: Transferable[]): void
}

interface FetchEvent extends Event {
  readonly request: Request
  readonly clientId: string
  respondWith(response: Promise<Response>): void
}

/** The little that is needed of a `ServiceWorkerGlobalScope`. */
export interface WorkerScope {
  readonly location: { readonly origin: string }
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Client[]>
    claim(): Promise<void>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: string, listener: (event: never) => void): void
}

// A page that is there says so within a turn of its loop; one without handlers never does.
const ACCEPT_MS = 1_000
// The body of a request is held in memory: what a form uploads, not a film.
const MAX_BODY = 16 * 1024 * 1024

/** Answers requests under these paths by whichever page of the app accepts them, the asking one first. */
export function answerFromPages(
  scope: unknown,
  prefixes: readonly string[] = ['/files/', '/ipfs/', '/services/'],
): void {
  const worker = scope as WorkerScope
  worker.addEventListener('install', () => void worker.skipWaiting())
  worker.addEventListener('activate', (event: Event & { waitUntil(work: Promise<void>): void }) =>
    event.waitUntil(worker.clients.claim()),
  )
  worker.addEventListener('fetch', (event: FetchEvent) => {
    const { origin, pathname } = new URL(event.request.url)
    if (origin !== worker.location.origin || !prefixes.some((prefix) => pathname.startsWith(prefix))) return
    event.respondWith(answer(worker, event))
  })
}

async function answer(worker: WorkerScope, { request, clientId }: FetchEvent): Promise<Response> {
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
  if (body && body.byteLength > MAX_BODY) return new Response('The body is over 16 MiB.', { status: 413 })
  const { url, method } = request
  const message: PageRequest = { hydra: 'request', url, method, headers: [...request.headers], ...(body && { body }) }
  const clients = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const asking = clients.filter(({ id }) => id === clientId)
  for (const client of [...asking, ...clients.filter(({ id }) => id !== clientId)]) {
    const response = await ask(client, message, request.signal)
    if (response) return response
  }
  return new Response('No page of this app is open that could answer. Open it, and reload.', { status: 503 })
}

/** A page's answer, or undefined where it does not take the request. */
function ask(client: Client, message: PageRequest, signal: AbortSignal): Promise<Response | undefined> {
  const { port1: port, port2 } = new MessageChannel()
  const send = (sent: FromWorker): void => port.postMessage(sent)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      port.close()
      resolve(undefined)
    }, ACCEPT_MS)
    const abort = () => send({ type: 'cancel' })
    signal.addEventListener('abort', abort, { once: true })
    let reader: ReadableStreamDefaultController<Uint8Array> | undefined
    let pulled: (() => void) | undefined
    const end = () => {
      signal.removeEventListener('abort', abort)
      port.close()
      pulled?.()
    }
    port.addEventListener('message', ({ data }: MessageEvent<FromPage>) => {
      clearTimeout(timer)
      if (data.type === 'head') {
        const { status, headers } = data
        const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) }
        resolve(new Response(data.hasBody ? body() : null, init))
        if (!data.hasBody) end()
      } else if (data.type === 'piece') {
        reader?.enqueue(data.bytes)
        pulled?.()
      } else if (data.type === 'end') {
        reader?.close()
        end()
      } else if (data.type === 'failed') {
        reader?.error(new Error(data.message))
        reject(new TypeError(data.message))
        end()
      }
    })
    port.start()
    const body = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => void (reader = controller),
        pull() {
          send({ type: 'pull' })
          return new Promise<void>((done) => (pulled = done))
        },
        cancel() {
          send({ type: 'cancel' })
          end()
        },
      }) as ReadableStream<Uint8Array<ArrayBuffer>>
    client.postMessage(message, [port2])
  })
}
