import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChannelMessageReader, encodeChannelMessage, MAX_MESSAGE_BYTES, type ChannelMessage } from './message.ts'

const message: fc.Arbitrary<ChannelMessage> = fc.record(
  {
    flag: fc.constantFrom('fin', 'stop-sending', 'reset', 'fin-ack'),
    data: fc.uint8Array({ maxLength: 300 }),
    limit: fc.maxSafeNat(),
  },
  { requiredKeys: [] },
)

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

describe('the messages on a data channel', () => {
  it('are read as they were written, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (messages, size) => {
        const bytes = join(messages.map(encodeChannelMessage))
        const reader = new ChannelMessageReader()
        const read: ChannelMessage[] = []
        for (let at = 0; at < bytes.length; at += size) read.push(...reader.read(bytes.subarray(at, at + size)))
        expect(read).toEqual(messages)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are refused by name, or read as something that can be written, whatever bytes come', () => {
    const mutated = fc
      .tuple(fc.array(message, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(255))
      .map(([messages, at, value]) => {
        const bytes = join(messages.map(encodeChannelMessage))
        bytes[at % bytes.length] = value
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        try {
          const messages = new ChannelMessageReader().read(bytes)
          const again = new ChannelMessageReader().read(join(messages.map(encodeChannelMessage)))
          expect(again).toEqual(messages)
        } catch (error) {
          expect(error).toMatchObject({ name: 'MalformedChannelMessageError' })
        }
      }),
      { numRuns: 10_000 },
    )
  })

  it('skip fields that are not known, of every kind', () => {
    // Fields 3 to 6: a varint, eight bytes, a string, four bytes; then the end.
    const body = ['1805', '210102030405060708', '2a03616263', '3501020304', '0800'].join('')
    const length = (body.length / 2).toString(16).padStart(2, '0')
    expect(new ChannelMessageReader().read(fromHex(length + body))).toEqual([{ flag: 'fin' }])
    expect(() => new ChannelMessageReader().read(fromHex('021b00'))).toThrow('type')
  })

  it('are refused when they announce more than fits, or numbers that cannot be counted', () => {
    const announcing = (length: number) =>
      Uint8Array.of((length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14)
    expect(new ChannelMessageReader().read(announcing(MAX_MESSAGE_BYTES))).toEqual([])
    expect(() => new ChannelMessageReader().read(announcing(MAX_MESSAGE_BYTES + 1))).toThrow('length')
    expect(() => new ChannelMessageReader().read(fromHex('ffffffff'))).toThrow('length')
    expect(() => new ChannelMessageReader().read(fromHex('0b8040ffffffffffffffff7f'))).toThrow('number')
  })

  it('keep to the vectors of PROTOCOL.md', () => {
    expect(hex(encodeChannelMessage({ limit: 1_048_576 }))).toBe('058040808040')
    expect(hex(encodeChannelMessage({ data: Uint8Array.of(222, 173) }))).toBe('041202dead')
    expect(hex(encodeChannelMessage({ flag: 'fin' }))).toBe('020800')
    expect(hex(encodeChannelMessage({ flag: 'fin-ack' }))).toBe('020803')
  })
})
