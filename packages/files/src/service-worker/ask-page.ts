import type { Line } from './find-page.ts'
import type { FromPage, FromWorker } from './messages.ts'
import type { Clients } from './worker-scope.ts'

type AskedRequest = Omit<Extract<FromWorker, { type: 'request' }>, 'type'>

// A closed tab says nothing: what it was sending would hang for ever.
const LOOK_MS = 1_000

export interface Asked {
  readonly response: Promise<Response>
  /** Resolves when the last byte was read, or nobody wants it any more. */
  readonly finished: Promise<void>
}

/** Has a page answer a request. Its body is read piece by piece, each when the reader wants it. */
export function askPage({ pageId, port }: Line, asked: AskedRequest, clients: Clients, signal: AbortSignal): Asked {
  const { promise: response, resolve, reject } = Promise.withResolvers<Response>()
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  const send = (sent: FromWorker): void => port.postMessage(sent)
  let body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
  let gotPiece: (() => void) | undefined
  const end = () => {
    clearInterval(looking)
    signal.removeEventListener('abort', cancel)
    port.close()
    gotPiece?.()
    finish()
  }
  const cancel = () => {
    send({ type: 'cancel' })
    fail('Nobody wants the answer any more.')
  }
  const fail = (message: string) => {
    reject(new TypeError(message))
    body?.error(new TypeError(message))
    end()
  }
  const looking = setInterval(() => {
    void clients.get(pageId).then((page) => page ?? fail('The page that was answering was closed.'))
  }, LOOK_MS)
  signal.addEventListener('abort', cancel, { once: true })

  const stream = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => void (body = controller),
      pull() {
        const { promise, resolve } = Promise.withResolvers<void>()
        gotPiece = resolve
        send({ type: 'pull' })
        return promise
      },
      cancel() {
        send({ type: 'cancel' })
        end()
      },
    })
  port.addEventListener('message', ({ data }: MessageEvent<FromPage>) => {
    if (data.type === 'head') {
      const { status, headers, hasBody } = data
      resolve(new Response(hasBody ? stream() : null, { status, headers }))
      if (!hasBody) end()
    } else if (data.type === 'piece') {
      body?.enqueue(data.bytes)
      gotPiece?.()
    } else if (data.type === 'end') {
      body?.close()
      end()
    } else if (data.type === 'failed') {
      fail(data.message)
    }
  })
  send({ type: 'request', ...asked })
  return { response, finished }
}
