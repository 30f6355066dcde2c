import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { ByteStream } from '@hydra/records'

/** A socket as record sets read and write it. */
export function socketStream(socket: Socket): ByteStream {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  return {
    async read() {
      const next = await chunks.next()
      return next.done === true ? undefined : next.value
    },
    async write(bytes) {
      if (!socket.write(bytes)) await once(socket, 'drain')
    },
    close: async () => void socket.end(),
    abort: (reason) => void socket.destroy(reason),
  }
}
