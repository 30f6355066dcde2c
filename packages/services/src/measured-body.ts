import { MalformedMessageError } from './errors.ts'

export interface MeasureOptions {
  /** What "content-length" promised. */
  expected: number | undefined
  maxBytes?: number
  /** Makes the error for a body over the limit. */
  onOver?: (maxBytes: number) => Error
}

/** A body that fails where it is longer or shorter than was said: whoever trusts the number must not be misled. */
export function measured(
  body: AsyncIterator<Uint8Array>,
  { expected, maxBytes = Number.POSITIVE_INFINITY, onOver }: MeasureOptions,
): AsyncIterableIterator<Uint8Array> {
  let total = 0
  const iterator: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      const next = await body.next()
      if (!next.done) total += next.value.length
      if (total > maxBytes) throw onOver?.(maxBytes) ?? new RangeError(`The body is over ${maxBytes} bytes.`)
      if (expected !== undefined && (total > expected || (next.done && total < expected))) {
        throw new MalformedMessageError(`its body has not the ${expected} bytes that it said`)
      }
      return next
    },
    async return() {
      await body.return?.()
      return { done: true, value: undefined }
    },
  }
  return iterator
}

/** What "content-length" says. Throws `MalformedMessageError` where it says two things, or no number. */
export function contentLength(headers: Headers): number | undefined {
  const text = headers.get('content-length')
  if (text === null) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new MalformedMessageError(`"${text}" is no length`)
  return Number(text)
}
