import { describe, expect, it } from 'vitest'
import { InvalidMessageError } from './errors.ts'
import { decodeRemembered, encodeRemembered } from './remembered.ts'
import { memoryStore } from './store.ts'
import { testStore } from './testing/store-suite.ts'
import { testPeer } from './testing/test-peer.ts'

testStore('memory', async () => {
  const store = memoryStore()
  return { open: () => store }
})

describe('what is remembered', () => {
  it('reads back as it was', async () => {
    const peer = await testPeer(1)
    const { signedRecord } = await peer.own()
    const remembered = [
      { peerId: peer.peerId, anchor: true, addresses: [peer.address], signedRecord, workedAtMs: 1 },
      { peerId: 'b', anchor: false, addresses: [], workedAtMs: 2 },
    ]
    expect(decodeRemembered(encodeRemembered(remembered))).toEqual(remembered)
  })

  it('is no more than a start needs', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      peerId: `p${index}`,
      anchor: false,
      addresses: [],
      workedAtMs: 1,
    }))
    expect(decodeRemembered(encodeRemembered(many))).toHaveLength(64)
  })

  it('is refused whole where a part of it is wrong', () => {
    const bytes = encodeRemembered([{ peerId: 'a', anchor: false, addresses: ['b'], workedAtMs: 1 }])
    expect(() => decodeRemembered(bytes.subarray(0, -1))).toThrow(InvalidMessageError)
  })
})
