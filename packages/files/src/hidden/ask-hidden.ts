import type { PublicKey } from '@hydra/identity'
import type { RequestOptions, Router } from '@hydra/router'
import type { Block, Want } from '../block-source.ts'
import { concat } from '../joined.ts'
import { encodeFrame, FrameError } from '../swarm/frame.ts'
import { readFrames } from '../swarm/frame-reader.ts'

/** Asks a hidden service for blocks, by one request. */
export async function* askHidden(
  router: Pick<Router, 'request'>,
  service: PublicKey,
  wants: readonly Want[],
  options: RequestOptions & { signal: AbortSignal },
): AsyncGenerator<Block> {
  const answer = await router.request(service, concat(encodeFrame({ type: 'ask', id: 1, wants })), options)
  const pieces = answer.body[Symbol.asyncIterator]()
  const stream = { read: async () => (await pieces.next()).value as Uint8Array | undefined }
  try {
    for await (const frame of readFrames(stream, options.signal)) {
      if (frame.type === 'block') yield frame
      else if (frame.type === 'end') return
      else throw new FrameError('it is no answer')
    }
  } finally {
    await pieces.return?.()
  }
}
