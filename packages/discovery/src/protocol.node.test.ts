import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { encodeFound, encodeLookup } from './dht/lookup-message.ts'
import { encodeExchangeAnswer, encodeExchangeQuestion } from './exchange-message.ts'
import { testPeer } from './testing/test-peer.ts'
import { topicKey } from './topic.ts'
import { encodeAnswer, encodeQuestion } from './tracker/message.ts'

describe('the vectors in PROTOCOL.md', async () => {
  const text = await readFile(new URL('../PROTOCOL.md', import.meta.url), 'utf8')
  const written = [...text.matchAll(/^\| (.+) \| `([0-9a-f]+)` \|$/gm)].map(([, what, bytes]) => [what, bytes] as const)
  const peer = await testPeer(1)
  const { signedRecord: record } = await peer.own(1n)
  const topic = topicKey('pictures')
  const ours: Record<string, Uint8Array> = {
    topic,
    'record, for `/ip4/20.1.1.1/tcp/4001`': record,
    "tracker's question, want 16": encodeQuestion({ topic, want: 16 }),
    "tracker's question, want 3, with the record": encodeQuestion({ topic, want: 3, record }),
    "tracker's answer, the record, 300 s": encodeAnswer({ records: [record], retryS: 300 }),
    "tracker's refusal, too often, 12 s": encodeAnswer({ refused: 'too-often', retryS: 12 }),
    "exchange's question, want 8": encodeExchangeQuestion(8),
    "exchange's answer, the record": encodeExchangeAnswer([record]),
    "look-up's question": encodeLookup(topic),
    "look-up's answer, the peer at `/ip4/20.1.1.1/tcp/4001`": encodeFound([peer.candidate()]),
  }

  it('are all checked', () => {
    expect(written.map(([what]) => what)).toEqual(Object.keys(ours))
  })

  for (const [what = '', bytes] of written) {
    it(`are what is sent: ${what}`, () => {
      expect(Buffer.from(ours[what] ?? []).toString('hex')).toBe(bytes)
    })
  }
})
