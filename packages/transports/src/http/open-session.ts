import type { AbortOptions, Logger } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { ClientPipe, type ClientPipeOptions } from './client-pipe.ts'
import { HttpConnection } from './http-connection.ts'
import type { PipeEvents } from './pipe.ts'

/** Opens a session with a server, as a connection. */
export async function openSession(
  remoteAddr: Multiaddr,
  log: Logger,
  about: ClientPipeOptions,
  options: AbortOptions,
): Promise<HttpConnection> {
  let pipe: ClientPipe | undefined
  const open = (events: PipeEvents): ClientPipe => (pipe = new ClientPipe(about, events))
  const connection = new HttpConnection({ remoteAddr, log, direction: 'outbound', open })
  await pipe?.open(options)
  return connection
}
