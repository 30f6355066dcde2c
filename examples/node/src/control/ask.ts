import * as v from 'valibot'
import { UsageError } from '../cli/errors.ts'

// A command line: the system's own limit for one is 128 KiB per argument.
const MAX_HEAD_BYTES = 1024 ** 2

const Head = v.strictObject({
  args: v.optional(v.array(v.string()), []),
  options: v.optional(v.record(v.string(), v.union([v.string(), v.boolean(), v.array(v.string())])), {}),
})

export interface Ask extends v.InferOutput<typeof Head> {
  /** What follows the first line. */
  readonly input: AsyncIterable<Uint8Array>
}

export function writeHead(args: readonly string[], options: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ args, options })}\n`)
}

/** Reads the first line of a request, and leaves the rest to be read. Throws `UsageError`. */
export async function readAsk(body: AsyncIterable<Uint8Array> | null): Promise<Ask> {
  const pieces = (body ?? nothing())[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  for (;;) {
    const { done, value } = await pieces.next()
    if (!done) head = Buffer.concat([head, value])
    const end = head.indexOf(10)
    if (end >= 0) return { ...parsed(head.subarray(0, end)), input: following(head.subarray(end + 1), pieces) }
    if (done) return { ...parsed(head), input: nothing() }
    if (head.length > MAX_HEAD_BYTES) throw new UsageError(`The first line has over ${MAX_HEAD_BYTES} bytes.`)
  }
}

function parsed(line: Uint8Array): v.InferOutput<typeof Head> {
  try {
    return v.parse(Head, JSON.parse(new TextDecoder().decode(line) || '{}'))
  } catch (cause) {
    throw new UsageError('A command begins with a line of JSON: {"args":["…"],"options":{"…":"…"}}.', { cause })
  }
}

async function* following(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
