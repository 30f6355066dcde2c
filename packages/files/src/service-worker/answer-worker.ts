import type { FromPage, FromWorker } from './messages.ts'

/** Answers a request, as a server does. */
export type Handler = (request: Request) => Promise<Response>

/** The page's end of a line to the worker: one request, its answer, and its body piece by piece. */
export function answerWorker(port: MessagePort, handler: Handler | undefined): void {
  const send = (message: FromPage): void => port.postMessage(message)
  if (handler === undefined) {
    send({ type: 'refuse' })
    return port.close()
  }
  const leaving = new AbortController()
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined

  async function answer(url: string, init: RequestInit): Promise<void> {
    const response = await (handler as Handler)(new Request(url, { ...init, signal: leaving.signal }))
    reader = response.body?.getReader()
    if (leaving.signal.aborted) return void reader?.cancel().catch(() => undefined)
    send({ type: 'head', status: response.status, headers: [...response.headers], hasBody: reader !== undefined })
  }

  async function pass(): Promise<void> {
    const next = await reader?.read()
    if (next === undefined || next.done) return send({ type: 'end' })
    // A copy of its own: the reader's bytes may be a view of something that lives on.
    const bytes = new Uint8Array(next.value)
    port.postMessage({ type: 'piece', bytes } satisfies FromPage, [bytes.buffer])
  }

  const fail = (error: unknown): void =>
    send({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  port.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'request') {
      const { url, method, headers, body } = data
      answer(url, { method, headers, ...(body && { body }) }).catch(fail)
    } else if (data.type === 'pull') {
      pass().catch(fail)
    } else {
      leaving.abort()
      void reader?.cancel().catch(() => undefined)
      port.close()
    }
  })
  port.start()
  send({ type: 'accept' })
}
