import type { Handler } from '@hydra/router'
import type { CID } from 'multiformats/cid'
import type { BlockStore } from '../block-store.ts'
import { blocksFor } from '../swarm/blocks-for.ts'
import { encodeFrame, FrameError } from '../swarm/frame.ts'
import { readFrames } from '../swarm/frame-reader.ts'

/** Answers one question with the blocks that it may have. */
export function answerHidden(blocks: BlockStore, isProvided: (cid: CID) => boolean): Handler {
  return async function* ({ body, signal }) {
    const pieces = body[Symbol.asyncIterator]()
    const stream = { read: async () => (await pieces.next()).value as Uint8Array | undefined }
    for await (const frame of readFrames(stream, signal)) {
      if (frame.type !== 'ask') throw new FrameError('it is no question')
      const wants = frame.wants.filter((want) => isProvided(want.cid))
      for await (const { cid, bytes } of blocksFor(blocks, wants)) {
        yield* encodeFrame({ type: 'block', id: frame.id, cid, bytes })
      }
      yield* encodeFrame({ type: 'end', id: frame.id, busy: false })
      return
    }
  }
}
