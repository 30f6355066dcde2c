import type { Bytes } from './block-source.ts'

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** The pieces of something small, in one: where there is only one, it is this. */
export async function joined(pieces: Pieces): Promise<Uint8Array> {
  const parts = await gathered(pieces)
  const [only] = parts
  return parts.length === 1 && only ? only : concat(parts)
}

/** The same in memory of its own. */
export async function copied(pieces: Pieces): Promise<Uint8Array> {
  return concat(await gathered(pieces))
}

async function gathered(pieces: Pieces): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = []
  for await (const piece of pieces) parts.push(piece)
  return parts
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function piecesOf(bytes: Bytes): Iterable<Uint8Array> {
  return bytes instanceof Uint8Array ? [bytes] : bytes
}
