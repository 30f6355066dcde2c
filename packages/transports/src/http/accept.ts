import type { Logger } from '@libp2p/interface'
import { ipPortToMultiaddr } from '@libp2p/utils'
import { HttpConnection } from './http-connection.ts'
import type { Pipe } from './pipe.ts'
import type { ServerSession } from './server-session.ts'
import { createSessions, type Sessions, type SessionsOptions } from './sessions.ts'

// Long enough for a client behind a poll to fetch the last bytes, short enough to stop a node within two seconds.
const LINGER_MS = 1_500

export interface AcceptOptions extends Omit<SessionsOptions, 'onSession'> {
  log: Logger
  onConnection(connection: HttpConnection): void
}

/** Turns every session that a client opens into a connection. */
export function acceptSessions(options: AcceptOptions): Sessions {
  const { log } = options
  return createSessions({
    ...options,
    onSession(session, { remoteAddress }) {
      // Each request has a port of its own, so none is the peer's.
      const remoteAddr = ipPortToMultiaddr(remoteAddress, 0).decapsulate('/tcp/0').encapsulate('/http')
      const ended = Promise.withResolvers<void>()
      const connection = new HttpConnection({
        remoteAddr,
        log: log.newScope('connection'),
        direction: 'inbound',
        open: () => serverPipe(session, ended.promise),
      })
      queueMicrotask(() => options.onConnection(connection))
      return {
        deliver: (bytes) => connection.deliver(bytes),
        drain: () => connection.drain(),
        closed(clean) {
          ended.resolve()
          connection.closed(clean)
        },
      }
    },
  })
}

function serverPipe(session: ServerSession, ended: Promise<void>): Pipe {
  return {
    get space() {
      return session.space
    },
    write: (bytes) => session.write(bytes),
    setPaused: (paused) => session.setPaused(paused),
    reset: () => session.close(false),
    async finish({ signal }) {
      const timer = setTimeout(() => session.close(false), LINGER_MS)
      const onAbort = () => session.close(false)
      signal?.addEventListener('abort', onAbort, { once: true })
      session.finish()
      await ended
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}
