import { digest, pattern, patternStream } from '../pattern.ts'
import { type Asker, type FetchCase, failure, fails } from './fetch-case.ts'

type Streaming = RequestInit & { duplex: 'half' }
const streaming = (body: ReadableStream<Uint8Array>): Streaming => ({ method: 'POST', body, duplex: 'half' })
const readText = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

/** Bytes down, up, and there and back, of one size. */
export function sizeCases(size: number): FetchCase[] {
  return [
    {
      name: `brings ${size} bytes down`,
      ask: async (ask) => digest((await ask(`bytes?size=${size}`)).body),
      expected: { bytes: size, intact: true },
    },
    {
      name: `brings ${size} bytes up`,
      ask: async (ask) => (await ask('digest', { method: 'POST', body: pattern(0, size) })).json(),
      expected: { bytes: size, intact: true },
    },
    {
      name: `streams ${size} bytes up and down again`,
      ask: async (ask) => digest((await ask('echo', streaming(patternStream(size)))).body),
      expected: { bytes: size, intact: true },
    },
  ]
}

const pieces: FetchCase[] = [
  {
    name: 'reads each piece as soon as it was sent',
    async ask(ask) {
      const reader = (await ask(`drip?pieces=3&id=${ask.id}`)).body?.getReader()
      const seen: string[] = []
      for (let piece = 1; piece <= 3; piece++) {
        seen.push(readText((await reader?.read())?.value))
        await (await ask(`tell?id=${ask.id}-${piece}`)).text()
      }
      return [...seen, (await reader?.read())?.done]
    },
    expected: ['piece 0', 'piece 1', 'piece 2', true],
  },
  {
    name: 'shows the head of an answer before its body',
    async ask(ask) {
      const response = await ask(`hang-body?id=${ask.id}`)
      await response.body?.cancel()
      return response.status
    },
    expected: 200,
  },
  {
    name: 'reads events as they come, and ends them by leaving',
    async ask(ask) {
      const response = await ask(`events?id=${ask.id}`)
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      while (text.split('\n\n').length < 4) text += (await reader?.read())?.value ?? ''
      await reader?.cancel()
      const ticks = [...text.matchAll(/data: (.*)/g)].map(([, data = '']) => JSON.parse(data).tick)
      return [response.headers.get('content-type'), ticks, await seen(ask, ask.id)]
    },
    expected: ['text/event-stream', [0, 1, 2], 'seen'],
  },
  {
    name: 'gets an answer that does not wait for the whole upload',
    async ask(ask) {
      const response = await ask('ignore', streaming(patternStream(4 * 1024 ** 2)))
      return response.text()
    },
    expected: 'not read',
  },
]

const seen = async (ask: Asker, id: string): Promise<string> => (await ask(`await?id=${id}`)).text()

const aborts: FetchCase[] = [
  {
    name: 'does not begin after an abort',
    ask: (ask) => failure(ask('inspect', { signal: AbortSignal.abort() })),
    expected: 'AbortError',
  },
  {
    name: 'fails with the reason of an abort',
    ask: (ask) => failure(ask('inspect', { signal: AbortSignal.abort(new RangeError('mine')) })),
    expected: 'RangeError',
  },
  {
    name: 'stops waiting on an abort, and the service hears of it',
    async ask(ask) {
      const caller = new AbortController()
      const asking = failure(ask(`hang?id=${ask.id}`, { signal: caller.signal }))
      await seen(ask, `${ask.id}-asked`)
      caller.abort()
      return [await asking, await seen(ask, ask.id)]
    },
    expected: ['AbortError', 'seen'],
  },
  {
    name: 'stops waiting after a time limit, and the service hears of it',
    async ask(ask) {
      const signal = AbortSignal.timeout(300)
      return [await failure(ask(`hang?id=${ask.id}`, { signal })), await seen(ask, ask.id)]
    },
    expected: ['TimeoutError', 'seen'],
  },
  {
    name: 'heeds the signal of a Request',
    async ask(ask) {
      const caller = new AbortController()
      const request = new Request(`${ask.url}hang?id=${ask.id}`, { signal: caller.signal })
      const asking = failure(ask.fetch(request))
      await seen(ask, `${ask.id}-asked`)
      caller.abort()
      return [await asking, await seen(ask, ask.id)]
    },
    expected: ['AbortError', 'seen'],
  },
  {
    name: 'stops reading on an abort, and the service hears of it',
    async ask(ask) {
      const caller = new AbortController()
      const response = await ask(`hang-body?id=${ask.id}`, { signal: caller.signal })
      const reader = response.body?.getReader()
      const first = readText((await reader?.read())?.value)
      const reading = failure(Promise.resolve(reader?.read()))
      caller.abort()
      return [first, await reading, await seen(ask, ask.id)]
    },
    expected: ['first', 'AbortError', 'seen'],
  },
  {
    name: 'tells the service that the body is wanted no longer',
    async ask(ask) {
      const response = await ask(`hang-body?id=${ask.id}`)
      await response.body?.cancel()
      return seen(ask, ask.id)
    },
    expected: 'seen',
  },
  {
    name: 'breaks an upload off, and the service hears of it',
    async ask(ask) {
      const caller = new AbortController()
      const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(pattern(0, 10)) })
      const asking = failure(ask(`broken-upload?id=${ask.id}`, { ...streaming(body), signal: caller.signal }))
      setTimeout(() => caller.abort(), 100)
      return [await asking, await seen(ask, ask.id)]
    },
    expected: ['AbortError', 'seen'],
  },
  {
    name: 'lets an abort after the end do no harm',
    async ask(ask) {
      const caller = new AbortController()
      const text = await (await ask('status?code=200', { signal: caller.signal })).text()
      caller.abort()
      return text
    },
    expected: 'status 200',
  },
]

const errors: FetchCase[] = [
  ...['throw', 'reject', 'no-response', 'used-response'].map((path) => ({
    name: `gets 500 where the handler fails (${path}), and nothing of its secrets`,
    async ask(ask: Asker) {
      const response = await ask(path)
      return [response.status, (await response.text()).includes('42')]
    },
    expected: [500, false],
  })),
  {
    name: 'fails to read a body that breaks off at its beginning',
    ask: async (ask) => fails(ask('break?after=0').then((response) => response.text())),
    expected: true,
  },
  {
    name: 'fails to read a body that breaks off, after what came before',
    async ask(ask) {
      const reader = (await ask('break?after=2')).body?.getReader()
      let text = ''
      const reading = async () => {
        for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
          text += readText(next.value)
      }
      return [await fails(reading()), 'piece 0;piece 1;'.startsWith(text)]
    },
    expected: [true, true],
  },
  {
    name: 'fails where its own upload fails, and the service hears of it',
    async ask(ask) {
      let pulls = 0
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (pulls++ === 0) return controller.enqueue(pattern(0, 10))
          await new Promise((resolve) => setTimeout(resolve, 100))
          controller.error(new Error('no more'))
        },
      })
      return [await fails(ask(`broken-upload?id=${ask.id}`, streaming(body))), await seen(ask, ask.id)]
    },
    expected: [true, 'seen'],
  },
]

const SIZES = [0, 1, 1_023, 1_024, 1_500, 2_048, 16_383, 16_384, 65_535, 65_537, 262_144, 1_048_576]

export const streamCases: readonly FetchCase[] = [...pieces, ...aborts, ...errors, ...SIZES.flatMap(sizeCases)]
