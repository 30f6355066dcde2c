import { BadAnswerError } from '../errors.ts'
import { MAX_BLOCK_BYTES } from '../block.ts'
import type { NameSource, ToldClaim } from './light-names.ts'

// Sixty-four claims of a block each, in base64, with their figures.
const MAX_ANSWER_BYTES = 64 * (2 * MAX_BLOCK_BYTES + 1024)

/** Asks a peer's gateway: `base` is where its `/names/…` begins. Any `fetch` will do, that of services too. */
export function httpNames(
  base: string,
  fetch: (url: string, init: RequestInit) => Promise<Response> = globalThis.fetch,
): NameSource {
  return {
    async resolve(name, { signal }) {
      const response = await fetch(`${base}/names/${encodeURIComponent(name)}`, { signal: signal ?? null })
      if (!response.ok) throw new BadAnswerError(`its status is ${response.status}`)
      return decodeAnswer(await readWithin(response))
    },
  }
}

async function readWithin(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body ?? []) {
    bytes += piece.length
    if (bytes > MAX_ANSWER_BYTES) throw new BadAnswerError('it is too long')
    pieces.push(piece)
  }
  return new Blob(pieces as BlobPart[]).text()
}

/** Reads an answer of `GET /names/<name>`: the only door for it. Throws `BadAnswerError`. */
export function decodeAnswer(text: string): ToldClaim[] {
  try {
    const { claims } = JSON.parse(text) as { claims: readonly Record<string, unknown>[] }
    return claims.map(({ bytes, work, contested }) => {
      if (typeof bytes !== 'string' || typeof work !== 'number' || !(work >= 0))
        throw new BadAnswerError('a claim is none')
      const block = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))
      return { bytes: block, work, contested: contested === true }
    })
  } catch (cause) {
    if (cause instanceof BadAnswerError) throw cause
    throw new BadAnswerError('it is not what a gateway gives', { cause })
  }
}
