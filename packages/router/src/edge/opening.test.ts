import { createKeyPair } from '@hydra/identity'
import { array, asyncProperty, assert, nat, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameError } from '../errors.ts'
import { decodeOpening, encodeOpening, openingBytes } from './opening.ts'

const once = new Uint8Array(16).fill(7)
const head = new Uint8Array(76).fill(3)

describe('what a request says first', () => {
  it('names its caller only if there is one, and reads back the same', async () => {
    const caller = await createKeyPair()
    const plain = await encodeOpening(once, 2 ** 33, head)
    expect(plain.length).toBe(openingBytes(false))
    expect(await decodeOpening(plain, head)).toEqual([
      { once: '\u0007'.repeat(16), offset: 2 ** 33 },
      openingBytes(false),
    ])
    const signed = await encodeOpening(once, 0, head, caller)
    expect(signed.length).toBe(openingBytes(true))
    const [{ caller: read }] = await decodeOpening(signed, head)
    expect(read).toBe(caller.publicKey)
  })

  it('cannot be taken into another request', async () => {
    const signed = await encodeOpening(once, 0, head, await createKeyPair())
    await expect(decodeOpening(signed, new Uint8Array(76))).rejects.toThrow(FrameError)
    const other = signed.slice()
    other[0] = 1
    await expect(decodeOpening(other, head)).rejects.toThrow(FrameError)
  })

  it('that was changed or cut is refused by name, or names no caller', async () => {
    const signed = await encodeOpening(once, 0, head, await createKeyPair())
    await assert(
      asyncProperty(array(tuple(nat(118), nat(255)), { maxLength: 4 }), nat(signed.length), async (changes, length) => {
        const bytes = signed.slice(0, length)
        for (const [at, value] of changes) if (at < length) bytes[at] = value
        const changed = bytes.some((byte, index) => byte !== signed[index] && (index < 17 || index > 22))
        try {
          const [{ caller }] = await decodeOpening(bytes, head)
          if (changed) expect(caller).toBeUndefined()
        } catch (error) {
          expect((error as Error).name).toMatch(/^(FrameError|InvalidKeyError)$/)
        }
      }),
      { numRuns: 300 },
    )
  })
})
