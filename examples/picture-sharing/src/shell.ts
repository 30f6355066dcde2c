/** What of the worker's global scope is used here: TypeScript's own description of it excludes that of a page. */
interface Worker {
  readonly registration: { readonly scope: string }
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetch) => void): void
}

interface Extendable {
  waitUntil(work: Promise<unknown>): void
}

interface Fetch extends Extendable {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

// Filled in by the build.
const FILES = '__SHELL__'.split(' ')
const CACHE = 'shell'

/** Keeps the app itself, so that it opens without a network. */
export function serveShell(scope: unknown): void {
  const worker = scope as Worker
  const at = (name: string): string => new URL(name, worker.registration.scope).href
  const own = new Set(FILES.map(at))

  async function keep(): Promise<void> {
    const cache = await caches.open(CACHE)
    await cache.addAll(FILES.map((name) => new Request(at(name), { cache: 'no-cache' })))
    await cache.put(at('./'), (await cache.match(at('index.html'))) ?? Response.error())
  }

  async function forget(): Promise<void> {
    const cache = await caches.open(CACHE)
    for (const { url } of await cache.keys()) if (!own.has(url) && url !== at('./')) await cache.delete(url)
  }

  async function answer(request: Request): Promise<Response> {
    const kept = await caches.match(request, { ignoreSearch: true })
    // The page itself comes fresh where there is a network: a new release is seen at the first visit.
    if (request.mode === 'navigate') return fetch(request).catch(() => kept ?? Response.error())
    return kept ?? fetch(request)
  }

  worker.addEventListener('install', (event) => event.waitUntil(keep()))
  worker.addEventListener('activate', (event) => event.waitUntil(forget()))
  worker.addEventListener('fetch', (event) => {
    const { origin, pathname } = new URL(event.request.url)
    const url = origin + pathname
    if (event.request.method === 'GET' && (own.has(url) || url === at('./'))) {
      event.respondWith(answer(event.request))
    }
  })
}
