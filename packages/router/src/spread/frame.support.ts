import type { SeededRandom } from '../simulator/random.ts'
import { encodeFrame } from './frame.ts'
import { messageId } from './message-id.ts'

const id = messageId(Uint8Array.of(1), Uint8Array.of(2))

/** Valid frames to damage, one of each type and shape. */
export const examples: readonly Uint8Array[] = [
  encodeFrame({ type: 'join', topic: 'topic' }),
  encodeFrame({ type: 'leave', topic: 'é'.repeat(100) }),
  encodeFrame({ type: 'graft', topic: 'x' }),
  encodeFrame({ type: 'prune', topic: 'hydra/announce' }),
  encodeFrame({ type: 'message', topic: 'topic', bytes: new Uint8Array(1_024) }),
  encodeFrame({ type: 'have', topic: 'topic', ids: [id, id, id] }),
  encodeFrame({ type: 'want', topic: 'topic', ids: Array.from({ length: 256 }, () => id) }),
]

/** Flips, cuts, doubles or inserts bytes, once or a few times. */
export function damage(original: Uint8Array, random: SeededRandom): Uint8Array {
  let bytes = original.slice()
  for (let times = 1 + random.integer(3); times > 0; times--) {
    const at = random.integer(bytes.length + 1)
    const kind = random.integer(5)
    if (kind === 0 && at < bytes.length) bytes[at] = random.integer(256)
    else if (kind === 1 && at < bytes.length) bytes[at]! ^= 1 << random.integer(8)
    else if (kind === 2) bytes = bytes.slice(0, at)
    else if (kind === 3)
      bytes = Uint8Array.of(...bytes.subarray(0, at), ...random.bytes(random.integer(20)), ...bytes.subarray(at))
    else bytes = Uint8Array.of(...bytes, ...bytes.subarray(at))
  }
  return bytes
}
