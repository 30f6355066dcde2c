import { isPageRequest, type FromPage, type FromWorker, type PageRequest } from './messages.ts'

export type Handler = (request: Request) => Promise<Response>

export interface ServeOptions {
  /** Where the app serves its worker: a script that calls `answerFromPages(globalThis)`. */
  script: string
  /** Which handler answers which paths, by their beginning: `{ '/files/': createFilesGateway(files) }`. */
  routes: Readonly<Record<string, Handler>>
  signal?: AbortSignal
}

/** Lets a page answer what it, or another page of the app, asks for by URL. Resolves when that works, to its end. */
export async function serveFromPage({ script, routes, signal }: ServeOptions): Promise<() => void> {
  const { serviceWorker } = navigator
  const listen = (event: MessageEvent<unknown>) => {
    const [port] = event.ports
    if (port && isPageRequest(event.data)) void serve(event.data, port, routes)
  }
  serviceWorker.addEventListener('message', listen)
  serviceWorker.startMessages()
  const stop = () => serviceWorker.removeEventListener('message', listen)
  try {
    await serviceWorker.register(script, { type: 'module' })
    await controlled(serviceWorker, signal)
    return stop
  } catch (error) {
    stop()
    throw error
  }
}

/** Until then the page's requests go to the network. */
function controlled(container: ServiceWorkerContainer, signal: AbortSignal | undefined): Promise<void> {
  if (container.controller) return Promise.resolve()
  return new Promise((resolve, reject) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true })
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    if (signal?.aborted) reject(signal.reason as Error)
  })
}

async function serve(asked: PageRequest, port: MessagePort, routes: ServeOptions['routes']): Promise<void> {
  const send = (message: FromPage): void => port.postMessage(message)
  const { pathname } = new URL(asked.url)
  const handler = Object.entries(routes).find(([prefix]) => pathname.startsWith(prefix))?.[1]
  if (handler === undefined) return port.close()
  const leaving = new AbortController()
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  port.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'pull') return void pass(reader, send)
    leaving.abort()
    void reader?.cancel().catch(() => undefined)
    port.close()
  })
  port.start()
  send({ type: 'accept' })
  try {
    const { url, method, body } = asked
    const headers = asked.headers.map(([name, value]): [string, string] => [name, value])
    const response = await handler(new Request(url, { method, headers, signal: leaving.signal, ...(body && { body }) }))
    reader = response.body?.getReader()
    send({ type: 'head', status: response.status, headers: [...response.headers], hasBody: reader !== undefined })
  } catch (error) {
    send({ type: 'failed', message: messageOf(error) })
  }
}

async function pass(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  send: (message: FromPage) => void,
): Promise<void> {
  try {
    const next = await reader?.read()
    if (next === undefined || next.done) send({ type: 'end' })
    else send({ type: 'piece', bytes: next.value })
  } catch (error) {
    send({ type: 'failed', message: messageOf(error) })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
