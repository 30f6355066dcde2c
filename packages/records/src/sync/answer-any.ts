import type { ByteStream } from '../byte-stream.ts'
import { MisbehavedError, UnknownKindError } from '../errors.ts'
import type { RecordSet, SyncOptions, SyncResult } from '../record-set.ts'
import { FrameStream } from './frame-stream.ts'

/** Answers a peer with whichever of the sets it asks for. A kind that is not among them is refused, politely. */
export async function answerAny(
  peer: ByteStream,
  sets: Iterable<Pick<RecordSet, 'kind' | 'answer'>>,
  options: SyncOptions = {},
): Promise<SyncResult> {
  const seen: Uint8Array[] = []
  const frames = new FrameStream(
    { ...forward(peer), read: async (each) => keep(seen, await peer.read(each)) },
    options.signal,
  )
  const first = await frames.read()
  if (first.type !== 'open') throw refuse(peer, new MisbehavedError('did not open the session'))
  const set = [...sets].find(({ kind }) => kind === first.kind)
  if (set !== undefined) return set.answer({ ...forward(peer), read: (each) => replay(seen, peer, each) }, options)
  await frames.write({ type: 'refuse', reason: 'unknown-kind' })
  await peer.close()
  throw new UnknownKindError(first.kind)
}

function refuse(peer: ByteStream, error: Error): Error {
  peer.abort(error)
  return error
}

function keep(seen: Uint8Array[], chunk: Uint8Array | undefined): Uint8Array | undefined {
  if (chunk !== undefined) seen.push(chunk)
  return chunk
}

async function replay(seen: Uint8Array[], peer: ByteStream, options?: { signal?: AbortSignal }) {
  return seen.shift() ?? peer.read(options)
}

function forward(peer: ByteStream): Omit<ByteStream, 'read'> {
  return {
    write: (bytes, options) => peer.write(bytes, options),
    close: () => peer.close(),
    abort: (reason) => {
      peer.abort(reason)
    },
  }
}
