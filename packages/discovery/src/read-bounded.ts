/** The body of a request or an answer grew past its bound. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
  constructor(maxBytes: number) {
    super(`The body has more than ${maxBytes} bytes. It was not read further; whoever sent it should send less.`)
  }
}

/** Reads a body, and stops reading as soon as it is too large, whatever its headers promised. */
export async function readBounded(message: Request | Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = message.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length
    if (length > maxBytes) {
      await reader?.cancel().catch(() => {})
      throw new BodyTooLargeError(maxBytes)
    }
    chunks.push(read.value)
  }
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
