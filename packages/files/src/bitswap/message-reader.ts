import type { ByteStream } from '../swarm/byte-stream.ts'
import { concat } from '../joined.ts'
import { decodeVarint, encodeVarint } from '../varint.ts'
import { BitswapError, type BitswapMessage, decodeMessage, encodeMessage, MAX_MESSAGE_BYTES } from './message.ts'

/** Messages of a stream, each after its length. */
export async function* readMessages(
  stream: Pick<ByteStream, 'read'>,
  signal: AbortSignal,
): AsyncGenerator<BitswapMessage> {
  let pieces: Uint8Array[] = []
  let held = 0
  for (;;) {
    const needed = neededBytes(pieces)
    if (needed !== undefined && held >= needed.end) {
      const whole = concat(pieces)
      pieces = [whole.subarray(needed.end)]
      held -= needed.end
      yield await decodeMessage(whole.subarray(needed.start, needed.end))
      continue
    }
    const piece = await stream.read({ signal })
    if (!piece) {
      if (held > 0) throw new BitswapError('the stream ends inside it')
      return
    }
    pieces.push(piece)
    held += piece.length
  }
}

function neededBytes(pieces: readonly Uint8Array[]): { start: number; end: number } | undefined {
  // A length is short: it stands in the first pieces.
  const length = decodeVarint(concat(pieces.slice(0, 8).map((piece) => piece.subarray(0, 8))))
  if (!length) return undefined
  if (length.value > MAX_MESSAGE_BYTES) throw new BitswapError(`it has ${length.value} bytes`)
  return { start: length.after, end: length.after + length.value }
}

export function framedMessage(message: Partial<BitswapMessage>): Uint8Array[] {
  const bytes = encodeMessage(message)
  return [encodeVarint(bytes.length), bytes]
}
