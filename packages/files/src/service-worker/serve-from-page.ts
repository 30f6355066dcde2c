import { answerWorker, type Handler } from './answer-worker.ts'
import { ServiceWorkerError } from './errors.ts'
import { isOffer, type Claim } from './messages.ts'

export interface ServeOptions {
  /** Where the app serves its worker: a script that calls `answerFromPages(globalThis)`, in the folder of its pages. */
  script: string | URL
  /** Which handler answers which paths, by their beginning: `{ '/files/': createFilesGateway(files) }`. */
  routes: Readonly<Record<string, Handler>>
  signal?: AbortSignal
}

/** Lets a page answer what it, or another page of the app, asks for by URL. Resolves when that works, to its end. */
export async function serveFromPage({ script, routes, signal }: ServeOptions): Promise<() => void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!container) throw new ServiceWorkerError('This browser has no service workers here. Serve the app by https.')
  signal?.throwIfAborted()
  const { href: scope } = new URL('.', new URL(script, document.baseURI))
  if (!location.href.startsWith(scope)) {
    throw new ServiceWorkerError(`The worker answers below ${scope}, and this page is not there. Move its script up.`)
  }
  const listen = ({ data, ports: [port] }: MessageEvent<unknown>) => {
    if (port && isOffer(data)) answerWorker(port, handlerOf(routes, data.path))
  }
  container.addEventListener('message', listen)
  container.startMessages()
  const stop = () => container.removeEventListener('message', listen)
  try {
    await control(container, await container.register(script, { type: 'module' }), signal)
    return stop
  } catch (error) {
    stop()
    throw error
  }
}

function handlerOf(routes: ServeOptions['routes'], path: string): Handler | undefined {
  return Object.entries(routes).find(([prefix]) => path.startsWith(prefix))?.[1]
}

/** Until the worker controls the page, its requests go to the network. */
async function control(
  container: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (container.controller) return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const claim: Claim = { hydra: 'claim' }
  const worker = registration.installing ?? registration.waiting ?? registration.active
  const look = () => {
    if (worker?.state === 'redundant') reject(new ServiceWorkerError('The worker did not start. See its own console.'))
    // A page that was reloaded with Shift has a worker, and is not under its control until it asks.
    if (worker?.state === 'activated') worker.postMessage(claim, [])
  }
  const leave = () => reject(signal?.reason as Error)
  container.addEventListener('controllerchange', () => resolve(), { once: true })
  worker?.addEventListener('statechange', look)
  signal?.addEventListener('abort', leave)
  look()
  try {
    await promise
  } finally {
    worker?.removeEventListener('statechange', look)
    signal?.removeEventListener('abort', leave)
  }
}
