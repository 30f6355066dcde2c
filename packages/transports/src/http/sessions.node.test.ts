import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SESSION_LIMITS } from './limits.ts'
import type { ServerSession } from './server-session.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { encodeRequest, FrameDecoder, MAX_DATA_BYTES, type Frame, type Request as Message } from './wire.ts'

const FROM = { remoteAddress: '192.0.2.1' }
const NONE = { next: 0, limit: 1_000 }

describe('the server of the HTTP transport', () => {
  let sessions: Sessions
  let opened: ServerSession[]
  let delivered: number
  let closed: boolean[]
  let refused: number[]
  beforeEach(() => {
    opened = []
    closed = []
    refused = []
    delivered = 0
    sessions = createSessions({
      limits: { ...SESSION_LIMITS, windowBytes: 1_000, pollMs: 20, idleMs: 150, cutMs: 40 },
      maxSessions: 3,
      maxSessionsPerGroup: 2,
      onRefused: (status) => refused.push(status),
      onSession(session) {
        opened.push(session)
        return {
          deliver: (pieces) => pieces.forEach((bytes) => (delivered += bytes.byteLength)),
          drain: () => undefined,
          closed: (clean) => closed.push(clean),
        }
      },
    })
  })
  afterEach(() => sessions.close())

  const id = (n: number) => new Uint8Array(32).fill(n)
  const post = (message: Message | Uint8Array<ArrayBuffer>, from = FROM) =>
    sessions.handler(
      new Request('http://node.example/', {
        method: 'POST',
        body: message instanceof Uint8Array ? message : encodeRequest(message),
      }),
      from,
    )
  const open = (n: number, from = FROM) => post({ kind: 'open', session: id(n), ...NONE }, from)
  const push = (n: number, offset: number, bytes: number, end = false) =>
    post({ kind: 'push', session: id(n), ...NONE, offset, end, data: new Uint8Array(bytes) })
  const frames = async (response: Response): Promise<Frame[]> =>
    new FrameDecoder().push(new Uint8Array(await response.arrayBuffer()))

  it('opens a session once, however often it is asked', async () => {
    await open(1)
    expect(await frames(await open(1))).toEqual([{ kind: 'state', next: 0, limit: 1_000, sent: 0 }])
    expect(opened.length).toBe(1)
  })

  it('takes no more sessions than it is allowed, from all and from one address', async () => {
    const statuses = [await open(1), await open(2), await open(3), await open(4, { remoteAddress: '192.0.2.2' })]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429, 200])
    expect((await open(5, { remoteAddress: '192.0.2.3' })).status).toBe(429)
    await post({ kind: 'reset', session: id(1), ...NONE })
    expect((await open(5, { remoteAddress: '192.0.2.3' })).status).toBe(200)
  })

  it('answers 404 for a session that nobody opened', async () => {
    expect((await push(9, 0, 1)).status).toBe(404)
  })

  it('takes a byte once, and tells which it misses', async () => {
    await open(1)
    await push(1, 0, 100)
    await push(1, 0, 100)
    await push(1, 300, 100)
    expect(delivered).toBe(100)
    expect(await frames(await push(1, 50, 250))).toMatchObject([{ kind: 'state', next: 400 }])
    expect(delivered).toBe(400)
  })

  it('holds no more than its window while its reader pauses', async () => {
    await open(1)
    opened[0]?.setPaused(true)
    expect(await frames(await push(1, 0, 5_000))).toMatchObject([{ next: 1_000, limit: 1_000 }])
    opened[0]?.setPaused(false)
    expect(delivered).toBe(1_000)
  })

  it('refuses what is too long, malformed, or no POST', async () => {
    await open(1)
    expect((await post(new Uint8Array(MAX_DATA_BYTES + 1_000))).status).toBe(400)
    expect((await post(new Uint8Array([1, 2, 3]))).status).toBe(400)
    expect((await sessions.handler(new Request('http://node.example/'), FROM)).status).toBe(405)
    expect(refused).toEqual([400, 400, 405])
  })

  it('resets a session whose client acknowledges what was never sent', async () => {
    await open(1)
    expect((await post({ kind: 'poll', session: id(1), next: 77, limit: 0, attempt: 1 })).status).toBe(400)
    expect(closed).toEqual([false])
  })

  it('lets pages of any origin in, and asks no preflight of a request without a content type', async () => {
    const preflight = await sessions.handler(new Request('http://node.example/', { method: 'OPTIONS' }), FROM)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect((await open(1)).headers.get('access-control-allow-origin')).toBe('*')
    expect((await push(8, 0, 1)).headers.get('access-control-allow-origin')).toBe('*')
  })

  it('answers an empty poll when its time is up, with its length', async () => {
    await open(1)
    const response = await post({ kind: 'poll', session: id(1), ...NONE, attempt: 1 })
    expect(response.headers.get('content-length')).toBe('29')
    expect(await frames(response)).toMatchObject([{ kind: 'state' }])
  })

  it('ends a stream when a newer one comes, and turns a late older one away', async () => {
    await open(1)
    const first = await post({ kind: 'stream', session: id(1), ...NONE, attempt: 1 })
    const reading = frames(first)
    await post({ kind: 'stream', session: id(1), ...NONE, attempt: 2 })
    expect(await reading).toMatchObject([{ kind: 'state' }])
    expect((await post({ kind: 'stream', session: id(1), ...NONE, attempt: 1 })).status).toBe(409)
  })

  it('ends a stream that was repeated on the way, so that no frame goes where nobody reads', async () => {
    await open(1)
    const first = frames(await post({ kind: 'stream', session: id(1), ...NONE, attempt: 1 }))
    await post({ kind: 'stream', session: id(1), ...NONE, attempt: 1 })
    expect(await first).toMatchObject([{ kind: 'state' }])
  })

  it('answers the repeats of the last message of a session that was closed', async () => {
    await open(1)
    await push(1, 0, 10, true)
    expect(closed).toEqual([true])
    expect(await frames(await push(1, 0, 10, true))).toMatchObject([{ kind: 'state', next: 11 }])
  })

  it('takes a client for gone whose stream was cut, unless it comes back', async () => {
    for (const n of [1, 2]) {
      await open(n)
      await (await post({ kind: 'stream', session: id(n), ...NONE, attempt: 1 })).body?.cancel()
    }
    void frames(await post({ kind: 'stream', session: id(2), ...NONE, attempt: 2 }))
    await expect.poll(() => closed).toEqual([false])
    expect(opened.map(({ ended }) => ended)).toEqual(['reset', undefined])
  })

  it('tells the reader of a stream when the session is reset', async () => {
    await open(1)
    const stream = await post({ kind: 'stream', session: id(1), ...NONE, attempt: 1 })
    opened[0]?.close(false)
    expect(await frames(stream)).toMatchObject([{ kind: 'state' }, { kind: 'reset' }])
  })
})
