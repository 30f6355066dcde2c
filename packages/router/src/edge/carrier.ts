import { AEAD_TAG_BYTES } from '../envelope.ts'
import { sealedBytes } from '../frame.ts'
import { CELL_HEAD_BYTES, encodeCell } from './cell.ts'
import type { Carrier } from './end-stream.ts'
import type { Channel } from './port.ts'
import type { Seals } from './seals.ts'

const plainBytes = (size: 'small' | 'large') => sealedBytes('data', size) - AEAD_TAG_BYTES

/** Carries a stream's cells over one channel, sealed. */
export function createCarrier(channel: Channel, seals: Seals): Carrier {
  return {
    hasRoom: () => channel.hasRoom(),
    small: plainBytes('small') - CELL_HEAD_BYTES,
    large: plainBytes('large') - CELL_HEAD_BYTES,
    send(cell, size) {
      channel.send({ kind: 'data', sealed: seals.seal(encodeCell(cell, plainBytes(size))) })
    },
  }
}
