import { candidateOf, verifyRecord } from '../signed-record.ts'
import {
  decodeExchangeAnswer,
  decodeExchangeQuestion,
  encodeExchangeAnswer,
  encodeExchangeQuestion,
} from '../exchange-message.ts'
import { decodeFound, decodeLookup, encodeFound, encodeLookup } from '../dht/lookup-message.ts'
import { decodeRemembered, encodeRemembered } from '../remembered.ts'
import { testPeer } from '../testing/test-peer.ts'
import { topicKey } from '../topic.ts'
import { decodeAnswer, decodeQuestion, encodeAnswer, encodeQuestion } from '../tracker/message.ts'

/** A decoder, bytes that it accepts, and how what it accepts is written again. */
export interface DecoderUnderTest {
  readonly name: string
  readonly samples: readonly Uint8Array[]
  /** Decodes and encodes again: whatever passes must come out as it went in. */
  readonly roundTrip: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>
  /** The only error that it may throw. */
  readonly error: string
}

/** Every door by which a stranger's bytes come in. */
export async function decoders(): Promise<DecoderUnderTest[]> {
  const topic = topicKey('fuzz')
  const [alice, bob] = [await testPeer(1), await testPeer(2)]
  const records = [(await alice.own()).signedRecord, (await bob.own()).signedRecord]
  const [record] = records as [Uint8Array]
  const peers = [alice, bob].map(({ peerId, address }) => ({ peerId, addresses: [address] }))
  const remembered = {
    peerId: alice.peerId,
    anchor: true,
    addresses: [alice.address],
    signedRecord: record,
    workedAtMs: 9,
  }
  const error = 'InvalidMessageError'
  return [
    {
      name: "tracker's question",
      samples: [encodeQuestion({ topic, want: 16 }), encodeQuestion({ topic, want: 3, record })],
      roundTrip: (bytes) => encodeQuestion(decodeQuestion(bytes)),
      error,
    },
    {
      name: "tracker's answer",
      samples: [encodeAnswer({ records, retryS: 300 }), encodeAnswer({ refused: 'full', retryS: 9 })],
      roundTrip: (bytes) => encodeAnswer(decodeAnswer(bytes)),
      error,
    },
    {
      name: "exchange's question",
      samples: [encodeExchangeQuestion(8)],
      roundTrip: (bytes) => encodeExchangeQuestion(decodeExchangeQuestion(bytes)),
      error,
    },
    {
      name: "exchange's answer",
      samples: [encodeExchangeAnswer(records), encodeExchangeAnswer([])],
      roundTrip: (bytes) => encodeExchangeAnswer(decodeExchangeAnswer(bytes)),
      error,
    },
    {
      name: "look-up's question",
      samples: [encodeLookup(topic)],
      roundTrip: (bytes) => encodeLookup(decodeLookup(bytes)),
      error,
    },
    {
      name: "look-up's answer",
      samples: [encodeFound(peers), encodeFound([])],
      roundTrip: (bytes) => encodeFound(decodeFound(bytes)),
      error,
    },
    {
      name: 'remembered peers',
      samples: [encodeRemembered([remembered]), encodeRemembered([])],
      roundTrip: (bytes) => encodeRemembered(decodeRemembered(bytes)),
      error,
    },
    {
      name: 'signed record, unverified',
      samples: records,
      // No error at all: what cannot be read is nobody.
      roundTrip: (bytes) => candidateOf(bytes).signedRecord ?? bytes,
      error: 'none',
    },
  ]
}

/** A signature is dear to check, and so a record is fuzzed less often: changed anywhere, it must be refused. */
export async function signedRecordDecoder(): Promise<DecoderUnderTest> {
  const { signedRecord } = await (await testPeer(1)).own()
  const roundTrip = async (bytes: Uint8Array): Promise<Uint8Array> => {
    await verifyRecord(bytes)
    return signedRecord
  }
  return { name: 'signed record', samples: [signedRecord], roundTrip, error: 'InvalidRecordError' }
}
