import { expect, it } from 'vitest'
import { serverEvents, split } from './lines-of.ts'
import { tokenIn } from './token-in.ts'

const streamOf = (...pieces: (string | Uint8Array)[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
      controller.close()
    },
  })

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

it('reads lines and events however they are cut, in the middle of a letter too', async () => {
  const bytes = new TextEncoder().encode('é\nb\nlast')
  expect(await all(split(streamOf(bytes.subarray(0, 1), bytes.subarray(1)), '\n'))).toEqual(['é', 'b', 'last'])
  const text = 'event: now\ndata: {"a":1}\n\n: a comment\n\nevent: lines\ndata: []\n\n'
  for (const at of [1, 5, 12, 24, 25, 26, text.length]) {
    expect(await all(serverEvents(streamOf(text.slice(0, at), text.slice(at))))).toEqual([
      { event: 'now', data: '{"a":1}' },
      { event: 'lines', data: '[]' },
    ])
  }
})

it('gives up on a line without an end', async () => {
  const endless = streamOf(...Array.from({ length: 20 }, () => 'x'.repeat(1024 ** 2)))
  await expect(all(split(endless, '\n'))).rejects.toThrow('without an end')
})

it('finds the token in a link, or takes it as it is', () => {
  const token = 'a'.repeat(43)
  expect(tokenIn(`http://127.0.0.1:4937/dashboard/#token=${token}`)).toBe(token)
  expect(tokenIn(` ${token}\n`)).toBe(token)
  for (const other of ['', 'https://example.org', 'token', `#token=${token} `.repeat(2)])
    expect(tokenIn(other)).toBe(undefined)
})
