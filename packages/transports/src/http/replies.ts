import type { Pulse } from './pulse.ts'
import type { ServerSession } from './server-session.ts'
import { encodeFrame, MAX_DATA_BYTES, type Frame } from './wire.ts'

// Below the patience of common proxies (30 s and more), and rare enough to cost nothing.
const PING_MS = 10_000

const HEADERS = {
  'access-control-allow-origin': '*',
  'content-type': 'application/octet-stream',
  // nginx and its like hold responses back, and mobile carriers recompress them, unless told not to.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

export function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'access-control-allow-origin': '*' } })
}

export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-allow-private-network': 'true',
      'access-control-max-age': '86400',
    },
  })
}

/** A short answer, whole at once. */
export function answer(frames: readonly Frame[]): Response {
  const parts = frames.map(encodeFrame)
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  return new Response(new Blob(parts), { headers: { ...HEADERS, 'content-length': String(length) } })
}

/** Waits for something to say, and says it whole. */
export async function answerPoll(
  session: ServerSession,
  ticket: number,
  changes: Pulse,
  waitMs: number,
): Promise<Response> {
  const frames: Frame[] = []
  const until = performance.now() + waitMs
  for (let bytes = 0; bytes < MAX_DATA_BYTES; ) {
    const frame = session.next(ticket)
    const leftMs = until - performance.now()
    if (frame !== undefined) {
      frames.push(frame)
      bytes += frame.kind === 'data' ? frame.data.byteLength : MAX_DATA_BYTES
    } else if (frames.length > 0 || !session.isNewest(ticket) || leftMs <= 0) {
      break
    } else {
      await changes.wait(leftMs)
    }
  }
  return answer([session.state(), ...frames, ...lastWord(session)])
}

/** Says everything as it comes, for as long as this stream is the newest. Calls back when its reader left before that. */
export function answerStream(session: ServerSession, ticket: number, changes: Pulse, onCut: () => void): Response {
  let gone = false
  const nextFrame = async (): Promise<Frame | undefined> => {
    for (;;) {
      if (gone) return undefined
      const frame = session.next(ticket)
      if (frame !== undefined) return frame
      if (!session.isNewest(ticket)) return undefined
      if (!(await changes.wait(PING_MS))) return { kind: 'ping' }
    }
  }
  const body = new ReadableStream<Uint8Array>(
    {
      // The first byte goes out at once: its absence tells the client that something on the way holds streams back.
      start: (controller) => controller.enqueue(encodeFrame(session.state())),
      async pull(controller) {
        const frame = await nextFrame()
        if (gone) return
        if (frame !== undefined) {
          controller.enqueue(encodeFrame(frame))
          return
        }
        for (const last of lastWord(session)) controller.enqueue(encodeFrame(last))
        controller.close()
      },
      cancel() {
        gone = true
        if (session.isNewest(ticket)) onCut()
        changes.beat()
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: HEADERS })
}

function lastWord(session: ServerSession): Frame[] {
  return session.ended === 'reset' ? [{ kind: 'reset' }] : []
}
