import { askPage } from './ask-page.ts'
import { findPage } from './find-page.ts'
import { isClaim } from './messages.ts'
import type { ExtendableEvent, FetchEvent, WorkerScope } from './worker-scope.ts'

// The body of a request is held in memory: what a form uploads, not a film.
const MAX_BODY = 16 * 1024 * 1024

/** Answers requests under these paths, counted from the worker's scope, by whichever page of the app accepts them. */
export function answerFromPages(
  scope: unknown,
  prefixes: readonly string[] = ['/files/', '/ipfs/', '/services/'],
): void {
  const worker = scope as WorkerScope
  // A worker only passes on: a new one takes over at once, from pages that the old one served too.
  worker.addEventListener('install', (event: ExtendableEvent) => event.waitUntil(worker.skipWaiting()))
  worker.addEventListener('activate', (event: ExtendableEvent) => event.waitUntil(worker.clients.claim()))
  worker.addEventListener('message', (event: ExtendableEvent & { data: unknown }) => {
    if (isClaim(event.data)) event.waitUntil(worker.clients.claim())
  })
  worker.addEventListener('fetch', (event: FetchEvent) => {
    const path = pathBelow(worker.registration.scope, event.request.url)
    if (path === undefined || !prefixes.some((prefix) => path.startsWith(prefix))) return
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
    event.respondWith(answer(worker, event, path, finish))
    // A browser stops a worker that has nothing to do, and a body that is being read is something to do.
    event.waitUntil(finished)
  })
}

/** `/files/…` of `https://example.org/app/files/…` where the app is `https://example.org/app/`. */
function pathBelow(scope: string, url: string): string | undefined {
  const { origin, pathname } = new URL(scope)
  const asked = new URL(url)
  if (asked.origin !== origin || !asked.pathname.startsWith(pathname)) return undefined
  return asked.pathname.slice(pathname.lastIndexOf('/'))
}

async function answer(
  { clients }: WorkerScope,
  { request, clientId }: FetchEvent,
  path: string,
  finish: () => void,
): Promise<Response> {
  try {
    const { method, signal } = request
    const body = method === 'GET' || method === 'HEAD' ? undefined : await request.arrayBuffer()
    if (body && body.byteLength > MAX_BODY) return refusal(413, 'The body is over 16 MiB.', finish)
    const line = await findPage(clients, clientId, path)
    // Not from the network: whoever serves the app would learn what is read in it.
    if (!line) return refusal(503, 'No page of this app is open that could answer. Open it, and reload.', finish)
    const { origin, search } = new URL(request.url)
    const asked = { url: origin + path + search, method, headers: [...request.headers], ...(body && { body }) }
    const { response, finished } = askPage(line, asked, clients, signal)
    void finished.then(finish)
    return await response
  } catch (error) {
    finish()
    throw error
  }
}

function refusal(status: number, text: string, finish: () => void): Response {
  finish()
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
