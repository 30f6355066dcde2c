import { createKeyPair, type PublicKey, publicKeyFromBytes, publicKeyToBytes } from '@hydra/identity'
import { joinBytes } from '../bytes.ts'
import type { Answer, Body, Handler, IncomingRequest, RequestOptions, Router } from '../router.ts'

export type TopicHandler = Parameters<Router['answer']>[1]

/** Answers that wait for their reader: whoever answers more is told that the asker is busy. */
const MAX_WAITING = 64
const KEY_BYTES = 32

export interface QuestionsOptions {
  host: Router['host']
  request: Router['request']
  publish: (topic: string, bytes: Uint8Array, privacy: RequestOptions['privacy']) => void
}

/**
 * A question is a message that names a service made for it alone; to answer is to send that service a request. So the
 * asker is hidden as any host is, and whoever answers as any asker.
 */
export function createQuestions({ host, request, publish }: QuestionsOptions) {
  return {
    async *ask(topic: string, body: Uint8Array, options: RequestOptions = {}): AsyncGenerator<Answer> {
      const { signal, privacy = 'hidden' } = options
      signal?.throwIfAborted()
      const key = await createKeyPair()
      const answers = createArrivals(signal)
      const stop = await host(key, answers.handler, { privacy, maxConcurrent: MAX_WAITING })
      try {
        publish(topic, joinBytes(publicKeyToBytes(key.publicKey), body), privacy)
        for (;;) {
          const answer = await answers.next()
          if (!answer) return
          yield answer
        }
      } finally {
        answers.close()
        stop()
      }
    },

    /** Somebody asked: what the handler says goes back, if it says anything. */
    async onQuestion(bytes: Uint8Array, handler: TopicHandler): Promise<void> {
      const asker: PublicKey = publicKeyFromBytes(bytes.subarray(0, KEY_BYTES))
      const { signal } = new AbortController()
      const body: Body | undefined = await handler({ body: once(bytes.subarray(KEY_BYTES)), signal })
      if (body !== undefined) await request(asker, body, { acceptWeak: true })
    },
  }
}

function createArrivals(signal: AbortSignal | undefined) {
  const waiting: Answer[] = []
  const leaving: (() => void)[] = []
  let wake: (() => void) | undefined
  let closed = false
  const close = () => {
    closed = true
    wake?.()
    for (const leave of leaving) leave()
  }
  signal?.addEventListener('abort', close, { once: true })

  // An answer's sender is done when the answer was read, and hears nothing but that.
  const handler: Handler = async (incoming: IncomingRequest) => {
    const read = Promise.withResolvers<void>()
    leaving.push(() => read.resolve())
    if (!closed) waiting.push({ body: until(incoming.body, () => read.resolve()) })
    wake?.()
    await read.promise
    return new Uint8Array(0)
  }

  return {
    handler,
    close,
    async next(): Promise<Answer | undefined> {
      for (;;) {
        if (closed) {
          signal?.throwIfAborted()
          return undefined
        }
        const answer = waiting.shift()
        if (answer) return answer
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

async function* until(body: AsyncIterable<Uint8Array>, done: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } finally {
    done()
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
