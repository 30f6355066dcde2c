import { assert, constantFrom, integer, property, stringMatching, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../simulator/random.ts'
import { decodeFrame, encodeFrame, type SpreadFrame } from './frame.ts'
import { damage, examples } from './frame.support.ts'
import { defaultLimits } from './limits.ts'
import { messageId, messageIdBytes } from './message-id.ts'

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

describe('spread frame', () => {
  it('has the bytes that PROTOCOL-SPREAD.md states', () => {
    const id = messageId(new TextEncoder().encode('t'), Uint8Array.of(1, 2, 3))
    const vectors: [SpreadFrame, string][] = [
      [{ type: 'join', topic: 't' }, '000174'],
      [{ type: 'leave', topic: 't' }, '010174'],
      [{ type: 'graft', topic: 't' }, '020174'],
      [{ type: 'prune', topic: 'é' }, '0302c3a9'],
      [{ type: 'message', topic: 't', bytes: Uint8Array.of(1, 2, 3) }, '040174010203'],
      [{ type: 'have', topic: 't', ids: [id] }, '050174IDENTIFIER'],
      [{ type: 'want', topic: 't', ids: [id, id] }, '060174IDENTIFIERIDENTIFIER'],
    ]
    const identifier = hex(Uint8Array.from(id, (each) => each.charCodeAt(0)))
    expect(identifier).toBe('4ef3ba7b2f82c4cda616124a')
    for (const [frame, vector] of vectors) {
      const bytes = encodeFrame(frame)
      expect(hex(bytes)).toBe(vector.replaceAll('IDENTIFIER', identifier))
      expect(decodeFrame(bytes)).toEqual(frame)
    }
  })

  it('decodes what it encoded, and nothing else to the same', () => {
    const types = constantFrom('join', 'leave', 'graft', 'prune', 'message', 'have', 'want')
    const body = uint8Array({ minLength: messageIdBytes, maxLength: messageIdBytes })
    assert(
      property(
        types,
        stringMatching(/^[a-zé/]{1,40}$/),
        body,
        integer({ min: 1, max: 300 }),
        (type, topic, bytes, count) => {
          const frame = frameOf(type, topic, bytes, count)
          const decoded = decodeFrame(encodeFrame(frame))
          if ('ids' in frame && frame.ids.length > defaultLimits.maxIdsPerFrame) expect(decoded).toBeUndefined()
          else expect(decoded).toEqual(frame)
        },
      ),
    )
  })

  it('refuses what is cut off, too long, or of no known type', () => {
    expect(decodeFrame(new Uint8Array())).toBeUndefined()
    expect(decodeFrame(Uint8Array.of(7, 1, 116))).toBeUndefined()
    expect(decodeFrame(Uint8Array.of(0, 0))).toBeUndefined()
    expect(decodeFrame(Uint8Array.of(0, 2, 116))).toBeUndefined()
    expect(decodeFrame(Uint8Array.of(0, 1, 0xff))).toBeUndefined()
    expect(decodeFrame(Uint8Array.of(0, 1, 116, 0))).toBeUndefined()
    expect(decodeFrame(Uint8Array.of(4, 1, 116))).toBeUndefined()
    expect(decodeFrame(Uint8Array.of(5, 1, 116, ...new Uint8Array(13)))).toBeUndefined()
    const long = encodeFrame({ type: 'message', topic: 't', bytes: new Uint8Array(defaultLimits.maxMessageBytes + 1) })
    expect(decodeFrame(long)).toBeUndefined()
  })

  it('either refuses damaged frames, or decodes them to what encodes to the same bytes', () => {
    const random = createSeededRandom(20_261_121)
    let decoded = 0
    for (let round = 0; round < 20_000; round++) {
      const bytes = damage(examples[random.integer(examples.length)]!, random)
      const frame = decodeFrame(bytes)
      if (!frame) continue
      decoded++
      expect(hex(encodeFrame(frame))).toBe(hex(bytes))
    }
    // The mutator reaches both sides of the decoder.
    expect(decoded).toBeGreaterThan(1_000)
    expect(decoded).toBeLessThan(19_000)
  })
})

function frameOf(type: SpreadFrame['type'], topic: string, bytes: Uint8Array, count: number): SpreadFrame {
  if (type === 'message') return { type, topic, bytes }
  if (type !== 'have' && type !== 'want') return { type, topic }
  return { type, topic, ids: Array.from({ length: count }, () => messageId(bytes, bytes)) }
}
