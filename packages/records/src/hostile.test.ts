import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ByteStream } from './byte-stream.ts'
import { createRecordSet } from './create-record-set.ts'
import { memoryStore } from './memory-store.ts'
import { WHOLE } from './parts.ts'
import { createPipe } from './pipe.ts'
import type { RecordSet, SyncResult } from './record-set.ts'
import { decodeFrame, encodeFrame, type Frame } from './sync/frame.ts'
import { FrameStream } from './sync/frame-stream.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

async function setOf(records: readonly Uint8Array[]): Promise<RecordSet> {
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore() })
  await set.addAll(records)
  return set
}

const samples = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => sampleRecord(from + i))
const open: Frame = { type: 'open', kind: 'sample', part: WHOLE }
const compare: Frame = { type: 'compare', part: WHOLE, count: 5000, hash: new Uint8Array(32), counters: undefined }
const turn: Frame = { type: 'turn', more: false }

/** Answers a peer that says what it likes; the peer stops when the set has had enough. */
async function answerTo(set: RecordSet, say: (frames: FrameStream) => Promise<void>): Promise<unknown> {
  const [here, there] = createPipe()
  const answered = set.answer(here).then(
    (result: SyncResult): unknown => result,
    (error: unknown) => error,
  )
  await say(new FrameStream(there)).catch(() => undefined)
  await there.close()
  return answered
}

async function hear(frames: FrameStream): Promise<Frame[]> {
  const heard: Frame[] = []
  for (;;) {
    const frame = await frames.read()
    heard.push(frame)
    if (frame.type === 'turn' || frame.type === 'done') return heard
  }
}

describe('a peer that does not play fair', () => {
  for (const [what, say] of [
    ['stops half way', async (frames) => frames.write(open)],
    [
      'asks about ranges that are dear to answer',
      async (frames) => {
        await frames.write(open)
        const part = [{ from: Uint8Array.of(0, 255, 0, 255, 0), to: Uint8Array.of(0, 255, 0, 255, 7) }]
        for (let i = 0; i < 2000; i++)
          await frames.write({
            type: 'compare',
            part,
            count: 5,
            hash: new Uint8Array(32),
            counters: new Uint8Array(576),
          })
      },
    ],
    [
      'wants what there is not',
      async (frames) => {
        await frames.write(open)
        for (let i = 0; i < 10; i++) await frames.write({ type: 'want', width: 1, prefixes: new Uint8Array(5000) })
      },
    ],
    ['does not open', async (frames) => frames.write(turn)],
    [
      'opens twice',
      async (frames) => {
        await frames.write(open)
        await frames.write(open)
      },
    ],
    [
      'sends invalid records without end',
      async (frames) => {
        await frames.write(open)
        for (let i = 0; i < 200; i++)
          await frames.write({ type: 'records', records: Array.from({ length: 50 }, () => Uint8Array.of(1)) })
        await frames.write(turn)
      },
    ],
    [
      'asks about the same range for ever',
      async (frames) => {
        await frames.write(open)
        for (;;) {
          await frames.write(compare)
          await frames.write(turn)
          await hear(frames)
        }
      },
    ],
    [
      'asks for the same records for ever',
      async (frames) => {
        await frames.write(open)
        for (let i = 0; i < 50; i++) await frames.write({ type: 'want-all', part: WHOLE })
        await frames.write(turn)
        await hear(frames)
      },
    ],
    [
      'never lets go of its turn',
      async (frames) => {
        await frames.write(open)
        for (;;) await frames.write({ type: 'records', records: samples(0, 2000) })
      },
    ],
    [
      'asks for symbols that nobody offered',
      async (frames) => {
        await frames.write(open)
        await frames.write({ type: 'more', part: WHOLE, start: 0, length: 4096 })
      },
    ],
    [
      'sends symbols from the middle',
      async (frames) => {
        await frames.write(open)
        await frames.write({
          type: 'symbols',
          part: WHOLE,
          hash: new Uint8Array(32),
          start: 9,
          symbols: new Uint8Array(37),
        })
      },
    ],
    [
      'asks a million questions in one turn',
      async (frames) => {
        await frames.write(open)
        for (let i = 0; i < 20_000; i++) await frames.write({ type: 'want', width: 1, prefixes: Uint8Array.of(i) })
      },
    ],
  ] satisfies [string, (frames: FrameStream) => Promise<void>][]) {
    it(`${what}: the session ends by name, and the set is as it was`, async () => {
      const set = await setOf(samples(0, 2000))
      expect(await answerTo(set, say)).toMatchObject({ name: 'MisbehavedError' })
      expect(set.size).toBe(2000)
      expect(
        await answerTo(set, async (frames) => {
          await frames.write(open)
          await frames.write({ type: 'done' })
        }),
      ).toMatchObject({ received: 0 })
    })
  }

  it('claims to have what it has not: what it does send is kept, the rest is counted as withheld', async () => {
    const [liar, honest] = [await setOf(samples(0, 40)), await setOf(samples(20, 60))]
    for (const id of (await idsOf(liar)).slice(0, 10)) await liar.drop(id)
    const [here, there] = createPipe()
    const [result] = await Promise.all([honest.sync(here), liar.answer(there)])
    expect(result).toMatchObject({ received: 10, sent: 20, withheld: 10 })
  })

  it('lies in fingerprints: says that it has the same, or sends noise for symbols; nothing is harmed', async () => {
    const set = await setOf(samples(0, 3000))
    const noise = crypto.getRandomValues(new Uint8Array(37 * 64))
    const [here, there] = createPipe()
    const opened = set.sync(here).then(
      () => 'ended',
      (error: Error) => error.name,
    )
    const frames = new FrameStream(there)
    await hear(frames)
    for (let i = 0; i < 40; i++) {
      await frames
        .write({ type: 'symbols', part: WHOLE, hash: new Uint8Array(32), start: 0, symbols: noise })
        .catch(() => undefined)
      await frames.write(turn).catch(() => undefined)
      await hear(frames).catch(() => undefined)
    }
    expect(await opened).toBe('MisbehavedError')
    expect(set.size).toBe(3000)
    const other = await setOf(samples(2000, 4000))
    const [a, b] = createPipe()
    await Promise.all([set.sync(a), other.answer(b)])
    expect([set.size, other.size]).toEqual([4000, 4000])
  })

  it('is told that the set is busy when there are too many like it', async () => {
    const set = await setOf([])
    const pipes = Array.from({ length: 33 }, () => createPipe())
    const answers = pipes.map(([here]) => set.answer(here).catch((error: Error) => error.name))
    expect(await answers[32]).toBe('BusyError')
    expect(await new FrameStream((pipes[32] as readonly ByteStream[])[1] as ByteStream).read()).toEqual({
      type: 'refuse',
      reason: 'busy',
    })
    await set.close()
    expect(await Promise.all(answers.slice(0, 32))).toEqual(Array.from({ length: 32 }, () => 'ClosedError'))
  })
})

async function idsOf(set: RecordSet) {
  const ids = []
  for await (const { id } of set.range()) ids.push(id)
  return ids
}

describe('frames', () => {
  const part = [
    { from: new Uint8Array(), to: Uint8Array.of(5) },
    { from: Uint8Array.of(9), to: undefined },
  ]
  const hash = new Uint8Array(32).fill(7)
  const frames: Frame[] = [
    open,
    { type: 'part', part: [] },
    { ...compare, counters: new Uint8Array(576) },
    compare,
    { type: 'symbols', part, hash, start: 3, symbols: new Uint8Array(74) },
    { type: 'more', part, start: 3, length: 4 },
    { type: 'list', part, ids: new Uint8Array(24) },
    { type: 'want', width: 4, prefixes: new Uint8Array(8) },
    { type: 'want-all', part },
    { type: 'records', records: samples(0, 3) },
    { type: 'withheld', count: 4 },
    { type: 'turn', more: true },
    { type: 'done' },
    { type: 'refuse', reason: 'busy' },
  ]

  it('come back as they were sent', () => {
    for (const frame of frames) expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
  })

  it('are decoded whole or refused by name, whatever the bytes', () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...frames),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(40),
      )
      .map(([frame, changes, cut]) => {
        const bytes = encodeFrame(frame)
        for (const [at, byte] of changes) bytes[at % Math.min(bytes.length, 60)] = byte
        return cut === 0 ? bytes.slice(0, -1) : bytes
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated), (bytes) => {
        try {
          expect(encodeFrame(decodeFrame(bytes))).toEqual(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: 'MisbehavedError' })
        }
      }),
      { numRuns: 5000 },
    )
  })
})
