// A picture of two hundred peers and blocks takes a tenth of it.
const MAX_PENDING = 16 * 1024 ** 2

/** Splits a stream of text at a separator. What follows the last one is given too. */
export async function* split(body: ReadableStream<Uint8Array>, separator: string): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
      if (rest.length > MAX_PENDING) throw new RangeError('The node sent something without an end.')
      const pieces = rest.split(separator)
      rest = pieces.pop() ?? ''
      yield* pieces
      if (done) break
    }
    if (rest !== '') yield rest
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** Reads server-sent events, as `EventSource` does: that one cannot bring a token along. */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<{ event: string; data: string }> {
  for await (const block of split(body, '\n\n')) {
    let [event, data] = ['message', '']
    for (const line of block.split('\n')) {
      if (line.startsWith('event: ')) event = line.slice(7)
      if (line.startsWith('data: ')) data += line.slice(6)
    }
    if (data !== '') yield { event, data }
  }
}
