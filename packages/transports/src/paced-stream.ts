import type { AbortOptions, Stream, StreamMessageEvent } from '@libp2p/interface'
import { StreamCutError } from './errors.ts'

/**
 * Sends at the pace of the reader: resolves when more may be sent, rejects when the stream is gone.
 *
 * libp2p's `onDrain()` waits only once per stream: after the first drain it resolves at once (@libp2p/utils 7.4), and a
 * writer that trusts it fills memory until the stream is reset.
 */
export async function send(stream: Stream, bytes: Uint8Array, { signal }: AbortOptions = {}): Promise<void> {
  signal?.throwIfAborted()
  stream.send(bytes)
  // A drain of the connection below wakes every stream, those too whose own window is still closed.
  const waits = () => stream.writableNeedsDrain && stream.status === 'open'
  await until(stream, ['drain', 'close'], () => !waits(), signal)
  if (stream.writableNeedsDrain) throw new Error(`The stream is ${stream.status}. Open another one.`)
}

/**
 * What arrives on a stream, at the pace of the loop: while the loop is busy the stream is paused, and its writer waits.
 *
 * Iterating a libp2p stream directly reads ahead without bound, and ends as if all were well when the connection is cut:
 * here only the writer's own end is an end, and anything else throws.
 */
export async function* receive(stream: Stream, { signal }: AbortOptions = {}): AsyncGenerator<Uint8Array> {
  const arrived: Uint8Array[] = []
  let resuming = false
  let ended = stream.remoteWriteStatus === 'closed'
  let failure: Error | undefined =
    stream.status === 'reset' || stream.status === 'aborted' ? new StreamCutError() : undefined
  const onMessage = ({ data }: StreamMessageEvent) => {
    arrived.push(data.subarray())
    if (!resuming && stream.readStatus === 'readable') stream.pause()
  }
  const resume = () => {
    // A pause from inside `resume()` would be undone when it returns.
    resuming = true
    stream.resume()
    resuming = false
    if (arrived.length > 0 && stream.readStatus === 'readable') stream.pause()
  }
  const onEnd = () => {
    ended = true
  }
  const onClose = ({ error }: Event & { error?: Error }) => {
    failure ??= error ?? (ended ? undefined : new StreamCutError())
  }
  const over = () => stream.remoteWriteStatus === 'closed' && stream.readBufferLength === 0
  stream.addEventListener('message', onMessage)
  stream.addEventListener('remoteCloseWrite', onEnd)
  stream.addEventListener('close', onClose)
  try {
    for (;;) {
      if (stream.readStatus === 'paused') resume()
      await until(stream, ['message', 'remoteCloseWrite', 'close'], () => arrived.length > 0 || over(), signal)
      if (arrived.length === 0) break
      yield* arrived.splice(0)
    }
    if (failure !== undefined) throw failure
  } finally {
    stream.removeEventListener('message', onMessage)
    stream.removeEventListener('remoteCloseWrite', onEnd)
    stream.removeEventListener('close', onClose)
  }
}

/** Waits for a condition that may change with any of these events, and no other way. */
async function until(
  stream: Stream,
  events: ReadonlyArray<'message' | 'drain' | 'remoteCloseWrite' | 'close'>,
  holds: () => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  while (!holds()) {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onEvent = () => resolve()
    const onAbort = () => reject(signal?.reason)
    for (const event of events) stream.addEventListener(event, onEvent)
    signal?.addEventListener('abort', onAbort)
    try {
      await promise
    } finally {
      for (const event of events) stream.removeEventListener(event, onEvent)
      signal?.removeEventListener('abort', onAbort)
    }
  }
}
