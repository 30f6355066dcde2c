import { type KeyPair, parsePublicKey, type PublicKey } from '@hydra/identity'
import type { Router } from '@hydra/router'
import { CID } from 'multiformats/cid'
import type { Block, BlockSource, Want } from '../block-source.ts'
import type { BlockStore } from '../block-store.ts'
import { type Clock, systemClock } from '../clock.ts'
import { concat, joined } from '../joined.ts'
import { blocksFor } from '../swarm/blocks-for.ts'
import { encodeFrame, FrameError } from '../swarm/frame.ts'
import { readFrames } from '../swarm/frame-reader.ts'

/** One for all files: a topic of its own would tell every relay which file is asked for by somebody. */
const HIDDEN_TOPIC = '/hydra/files/1.0.0'

// Announcements and answers take a few hundred milliseconds each through a mesh.
const FIND_MS = 8_000
// A key as text: longer is none.
const MAX_KEY_BYTES = 100
// A question names few blocks: the answer is one body, and ends as a whole.
const MAX_QUESTION_BYTES = 64 * 1024

export interface HiddenSourceOptions {
  /** Asks where this peer has too few links to hide behind. @default false */
  acceptWeak?: boolean
  /** @default the system's */
  clock?: Clock
}

/** Gets blocks through the router: nobody learns who reads, and it takes its time (about a megabyte a second). */
export function hiddenSource(
  router: Pick<Router, 'ask' | 'request'>,
  { acceptWeak = false, clock = systemClock }: HiddenSourceOptions = {},
): BlockSource {
  async function* ask(service: PublicKey, wants: readonly Want[], signal: AbortSignal): AsyncGenerator<Block> {
    const body = concat(encodeFrame({ type: 'ask', id: 1, wants }))
    const answer = await router.request(service, body, { privacy: 'hidden', acceptWeak, signal })
    const pieces = answer.body[Symbol.asyncIterator]()
    const stream = { read: async () => (await pieces.next()).value as Uint8Array | undefined }
    try {
      for await (const frame of readFrames(stream, signal)) {
        if (frame.type === 'block') yield frame
        else if (frame.type === 'end') return
        else throw new FrameError('it is no answer')
      }
    } finally {
      await pieces.return?.()
    }
  }

  return {
    name: 'hidden',
    privacy: 'hidden',
    async *providers(root, { signal }) {
      const enough = new AbortController()
      const stop = clock.after(FIND_MS, () => enough.abort(new Error('Nobody else answered.')))
      const options = { privacy: 'hidden', acceptWeak, signal: AbortSignal.any([signal, enough.signal]) } as const
      try {
        for await (const { body } of router.ask(HIDDEN_TOPIC, root.bytes, options)) {
          const service = await keyOf(body)
          if (service) yield { id: service, ask: (wants, asked) => ask(service, wants, asked.signal) }
        }
      } catch (error) {
        if (!enough.signal.aborted) throw error
      } finally {
        stop()
      }
    },
  }
}

/** Serves the blocks of a store through the router, under a key that nobody can link to this peer. */
export async function serveHidden(
  router: Pick<Router, 'answer' | 'host'>,
  { key, blocks }: { key: KeyPair; blocks: BlockStore },
): Promise<{ close(): void }> {
  const stopHosting = await router.host(key, async function* ({ body, signal }) {
    const pieces = body[Symbol.asyncIterator]()
    const stream = { read: async () => (await pieces.next()).value as Uint8Array | undefined }
    for await (const frame of readFrames(stream, signal)) {
      if (frame.type !== 'ask') throw new FrameError('it is no question')
      for await (const { cid, bytes } of blocksFor(blocks, frame.wants)) {
        yield* encodeFrame({ type: 'block', id: frame.id, cid, bytes })
      }
      yield* encodeFrame({ type: 'end', id: frame.id, busy: false })
      return
    }
  })
  const stopAnswering = router.answer(HIDDEN_TOPIC, async ({ body }) => {
    const root = rootOf(await upTo(body, MAX_QUESTION_BYTES))
    const has = root !== undefined && (await blocks.has(root))
    return has ? new TextEncoder().encode(key.publicKey) : undefined
  })
  return {
    close() {
      stopAnswering()
      stopHosting()
    },
  }
}

async function keyOf(body: AsyncIterable<Uint8Array>): Promise<PublicKey | undefined> {
  try {
    return parsePublicKey(new TextDecoder().decode(await upTo(body, MAX_KEY_BYTES)))
  } catch {
    // Who answers with something else is nobody to ask.
    return undefined
  }
}

function rootOf(bytes: Uint8Array): CID | undefined {
  try {
    return CID.decode(bytes)
  } catch {
    return undefined
  }
}

function upTo(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
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
