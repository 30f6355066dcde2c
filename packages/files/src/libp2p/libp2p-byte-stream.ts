import { libp2pByteStream as bytesOf } from '@hydra/records/libp2p'
import type { Stream } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'
import type { ByteStream } from '../swarm/byte-stream.ts'

// Two blocks of the largest size: beyond it the peer is told to wait.
const MAX_BUFFERED = 4 * 1024 * 1024

/** A libp2p stream as the swarm reads and writes it. */
export function libp2pByteStream(stream: Stream): ByteStream {
  const bytes = bytesOf(stream, { maxBufferedBytes: MAX_BUFFERED })
  return { ...bytes, write: (parts, options) => bytes.write(new Uint8ArrayList(...parts), options) }
}
