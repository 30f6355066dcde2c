import { generateKeyPair } from '@libp2p/crypto/keys'
import { RecordEnvelope } from '@libp2p/peer-record'
import { describe, expect, it } from 'vitest'
import { InvalidRecordError } from './errors.ts'
import { MAX_RECORD_BYTES, readRecord, signRecord, verifyRecord } from './signed-record.ts'
import { testPeer } from './testing/test-peer.ts'

describe('a signed peer record', () => {
  it('says who, where, and which one is newer', async () => {
    const peer = await testPeer(1)
    const record = await peer.sign([peer.address], 7n)
    expect(await verifyRecord(record)).toEqual({ peerId: peer.peerId, addresses: [peer.address], sequence: 7n })
  })

  it('is refused when any byte of it is changed', async () => {
    const { signedRecord } = await (await testPeer(1)).own()
    for (let index = 0; index < signedRecord.length; index++) {
      const forged = signedRecord.slice()
      forged[index] = (forged[index] ?? 0) ^ 1
      await expect(verifyRecord(forged), `byte ${index}`).rejects.toThrow(InvalidRecordError)
    }
  })

  it("is refused with another peer's key", async () => {
    const [alice, mallory] = [await testPeer(1), await testPeer(2)]
    const honest = RecordEnvelope.createFromProtobuf((await alice.own()).signedRecord)
    const payload = {
      domain: 'libp2p-peer-record',
      codec: honest.payloadType,
      marshal: () => honest.payload,
      equals: () => false,
    }
    const forged = (await RecordEnvelope.seal(payload, mallory.key)).marshal()
    await expect(verifyRecord(forged)).rejects.toThrow(/another peer/)
  })

  it('is refused as an envelope of another kind', async () => {
    const alice = await testPeer(1)
    const honest = RecordEnvelope.createFromProtobuf((await alice.own()).signedRecord)
    const other = {
      domain: 'libp2p-peer-record',
      codec: Uint8Array.of(9, 9),
      marshal: () => honest.payload,
      equals: () => false,
    }
    await expect(verifyRecord((await RecordEnvelope.seal(other, alice.key)).marshal())).rejects.toThrow(/another kind/)
  })

  it('is refused with an RSA key, which is dear to check', async () => {
    const record = await signRecord(await generateKeyPair('RSA', 2048), ['/ip4/8.8.4.4/tcp/4001'], 1n)
    await expect(verifyRecord(record)).rejects.toThrow(/RSA/)
  })

  it('is refused when it is too large, before it is looked at', () => {
    expect(() => readRecord(new Uint8Array(MAX_RECORD_BYTES + 1))).toThrow(/more than/)
  })
})
