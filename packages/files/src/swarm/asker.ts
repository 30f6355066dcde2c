import type { CID } from 'multiformats/cid'
import type { Block, Provider, Want } from '../block-source.ts'
import type { ByteStream } from './byte-stream.ts'
import { type Answer, encodeFrame, FrameError, type Question } from './frame.ts'
import { readFrames } from './frame-reader.ts'
import { createInbox, type Inbox } from './inbox.ts'

/** Asks one peer, over one stream for as many questions at once as there are. */
export function createAsker(
  id: string,
  open: (options: { signal: AbortSignal }) => Promise<ByteStream>,
  closing: AbortSignal,
): Provider & { close(): void } {
  const inboxes = new Map<number, Inbox<Answer>>()
  let line: Promise<ByteStream> | undefined
  let lastId = 0

  function hang(reason: Error): void {
    line?.then((stream) => stream.abort(reason)).catch(() => undefined)
    line = undefined
    for (const inbox of inboxes.values()) inbox.fail(reason)
    inboxes.clear()
  }

  async function listen(stream: ByteStream): Promise<void> {
    for await (const frame of readFrames(stream, closing)) {
      if (frame.type === 'ask' || frame.type === 'cancel' || frame.type === 'which') {
        throw new FrameError('it asks where it should answer')
      }
      if (frame.id > lastId) throw new FrameError('it answers what was not asked')
      // What was cancelled is still on its way for a moment: nobody waits for it.
      await inboxes.get(frame.id)?.put(frame, frame.type === 'block' ? frame.bytes.byteLength : 0)
    }
    throw new Error(`${id} hung up.`)
  }

  function connect(): Promise<ByteStream> {
    const opening = open({ signal: closing })
    const failed = (error: unknown) => {
      if (line === opening) hang(error instanceof Error ? error : new Error(String(error)))
    }
    opening.then((stream) => listen(stream)).catch(failed)
    return opening
  }

  async function* question(make: (id: number) => Question, signal: AbortSignal): AsyncGenerator<Answer> {
    signal.throwIfAborted()
    line ??= connect()
    lastId += 1
    const own = lastId
    const inbox = createInbox<Answer>()
    inboxes.set(own, inbox)
    const stop = () => inbox.fail(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    let finished = false
    try {
      const stream = await line
      await stream.write(encodeFrame(make(own)), { signal })
      for (;;) {
        const answer = await inbox.take()
        finished = answer.type !== 'block'
        yield answer
        if (finished) return
      }
    } finally {
      signal.removeEventListener('abort', stop)
      inboxes.delete(own)
      inbox.fail(new Error('Nobody waits for it.'))
      if (!finished)
        line?.then((stream) => stream.write(encodeFrame({ type: 'cancel', id: own }))).catch(() => undefined)
    }
  }

  return {
    id,
    async *ask(wants: readonly Want[], { signal }): AsyncGenerator<Block> {
      for await (const answer of question((own) => ({ type: 'ask', id: own, wants }), signal)) {
        if (answer.type === 'block') yield answer
      }
    },
    async holds(node: CID, { signal }) {
      for await (const answer of question((own) => ({ type: 'which', id: own, node }), signal)) {
        return answer.type === 'map' ? answer.held : undefined
      }
      return undefined
    },
    close: () => hang(new Error('The swarm is closed.')),
  }
}
