import { Uint8ArrayList } from 'uint8arraylist'
import { afterEach, expect, it } from 'vitest'
import { ClientPipe } from './client-pipe.ts'
import { SESSION_LIMITS } from './limits.ts'
import { Pollers } from './pollers.ts'
import type { ServerSession } from './server-session.ts'
import { createSessions, type Sessions } from './sessions.ts'

let sessions: Sessions
afterEach(() => sessions.close())

/** A client and the server's side of its session, with no network between them. */
async function connect(deliver: (pipe: ClientPipe, bytes: Uint8Array) => void) {
  const opened = Promise.withResolvers<ServerSession>()
  const received = Promise.withResolvers<Uint8Array>()
  sessions = createSessions({
    limits: SESSION_LIMITS,
    maxSessions: 1,
    maxSessionsPerGroup: 1,
    onSession(session) {
      opened.resolve(session)
      return { deliver: ([bytes]) => bytes && received.resolve(bytes), drain: () => undefined, closed: () => undefined }
    },
  })
  const fetch = (input: URL | RequestInfo, init?: RequestInit) =>
    sessions.handler(new Request(input, init), { remoteAddress: '192.0.2.1' })
  const pipe: ClientPipe = new ClientPipe(
    { url: new URL('http://node.example/'), limits: SESSION_LIMITS, pollers: new Pollers(), fetch },
    {
      deliver: (pieces) => pieces.forEach((bytes) => deliver(pipe, bytes)),
      drain: () => undefined,
      closed: () => undefined,
    },
  )
  await pipe.open({})
  return { pipe, session: await opened.promise, received: received.promise }
}

it('sends at once what is written while bytes are being delivered', async () => {
  const { session, received, pipe } = await connect((pipe, bytes) => pipe.write(new Uint8ArrayList(bytes)))
  // Until nothing else is under way that would take it along.
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setTimeout(resolve, 0))
  session.write(new Uint8ArrayList(Uint8Array.of(7)))
  expect([...(await received)]).toEqual([7])
  pipe.reset()
})
