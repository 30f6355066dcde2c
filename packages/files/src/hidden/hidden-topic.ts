import { joined } from '../joined.ts'

/** One for all files: a topic of its own would tell every relay which file is asked for by somebody. */
export const HIDDEN_TOPIC = '/hydra/files/1.0.0'

/** A small body as a whole. */
export function upTo(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  async function* bounded() {
    let sum = 0
    for await (const piece of body) {
      sum += piece.length
      if (sum > maxBytes) throw new RangeError(`More than ${maxBytes} bytes came.`)
      yield piece
    }
  }
  return joined(bounded())
}
