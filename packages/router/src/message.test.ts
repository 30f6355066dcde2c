import { array, assert, constantFrom, nat, property, record, string, tuple, uint8Array } from 'fast-check'
import { expect, it } from 'vitest'
import { FrameError } from './errors.ts'
import { decodeMessage, encodeMessage } from './message.ts'

const nonce = new Uint8Array(8)
const anyMessage = record({
  kind: constantFrom('message' as const, 'question' as const),
  topic: string({ maxLength: 60 }),
  bytes: uint8Array({ maxLength: 500 }),
})

it('a message reads back as it was written', () => {
  assert(
    property(anyMessage, (message) => {
      expect(decodeMessage(encodeMessage(message, nonce))).toEqual(message)
    }),
  )
})

it('a message that was changed or cut is read as some message or refused by name', () => {
  assert(
    property(anyMessage, array(tuple(nat(20), nat(255))), nat(300), (message, changes, length) => {
      const bytes = encodeMessage(message, nonce).slice(0, length)
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
      try {
        expect(decodeMessage(bytes).bytes.length).toBeLessThanOrEqual(bytes.length)
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError)
      }
    }),
    { numRuns: 3_000 },
  )
})

it('what is too long to be spread is refused where it was made', () => {
  expect(() => encodeMessage({ kind: 'message', topic: 't', bytes: new Uint8Array(16_000) }, nonce)).toThrow(RangeError)
  expect(() => encodeMessage({ kind: 'message', topic: 't'.repeat(256), bytes: nonce }, nonce)).toThrow(RangeError)
})
