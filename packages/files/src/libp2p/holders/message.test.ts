import { mutations } from '@hydra/identity/testing'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { base16 } from 'multiformats/bases/base16'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { decodeHolders, decodeQuestion, encodeHolders, encodeQuestion, MAX_ROOTS } from './message.ts'

const { bytes: hash } = CID.parse('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku').multihash
const hashHex = '1220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const id = peerIdFromString('12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN')
const holder = { id, multiaddrs: [multiaddr('/ip4/192.0.2.1/tcp/4937/ws'), multiaddr('/ip6/2001:db8::1/tcp/1')] }
const hex = (bytes: Uint8Array) => base16.encode(bytes).slice(1)

describe('messages about holders', () => {
  it('are written as PROTOCOL.md says', () => {
    expect(hex(encodeQuestion({ type: 'hold', hashes: [hash, hash] }))).toBe(`0122${hashHex}22${hashHex}`)
    expect(hex(encodeQuestion({ type: 'drop', hashes: [hash] }))).toBe(`0222${hashHex}`)
    expect(hex(encodeQuestion({ type: 'who', hashes: [hash] }))).toBe(`0322${hashHex}`)
    const idHex = hex(id.toMultihash().bytes)
    expect(hex(encodeHolders([{ ...holder, multiaddrs: holder.multiaddrs.slice(0, 1) }]))).toBe(
      `26${idHex}010a04c000020106${(4937).toString(16)}dd03`,
    )
  })

  it('come back as they were, and in no other spelling', () => {
    const samples = [
      ['question', encodeQuestion({ type: 'hold', hashes: [hash, hash] })],
      ['question', encodeQuestion({ type: 'who', hashes: [hash] })],
      ['holders', encodeHolders([holder, { id, multiaddrs: [] }])],
    ] as const
    const again = (what: 'question' | 'holders', bytes: Uint8Array) =>
      what === 'question' ? encodeQuestion(decodeQuestion(bytes)) : encodeHolders(decodeHolders(bytes))
    let refused = 0
    for (const [what, sample] of samples) {
      expect(hex(again(what, sample))).toBe(hex(sample))
      for (const mutant of mutations(sample, 7, 3_000)) {
        try {
          expect(hex(again(what, mutant))).toBe(hex(mutant))
        } catch (error) {
          expect((error as Error).name).toBe('HoldersMessageError')
          refused += 1
        }
      }
    }
    expect(refused).toBeGreaterThan(5_000)
  })

  it('are refused beyond their bounds', () => {
    const hashes = Array.from({ length: MAX_ROOTS + 1 }, () => hash)
    expect(() => decodeQuestion(encodeQuestion({ type: 'hold', hashes }))).toThrow('more than 1024')
    expect(() => decodeQuestion(encodeQuestion({ type: 'who', hashes: [] }))).toThrow('exactly one')
    expect(() => decodeHolders(new Uint8Array(70_000))).toThrow('longer than')
  })
})
