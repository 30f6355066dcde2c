import { describe, expect, it } from 'vitest'
import { createRecordSet } from '../create-record-set.ts'
import { memoryStore } from '../memory-store.ts'
import type { RecordSet } from '../record-set.ts'
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts'
import { sampleRecord, validateSample } from '../testing/sample.ts'
import { meetNeighbours } from './meet-neighbours.ts'
import type { Meeting, Meetings, MeetOptions } from './meetings.ts'
import { createMemoryNeighbourhood } from './memory-neighbourhood.ts'
import type { Neighbourhood } from './neighbourhood.ts'

const setOf = (kind = 'sample'): Promise<RecordSet> =>
  createRecordSet({ kind, validate: validateSample, store: memoryStore() })

const samples = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => sampleRecord(from + i))

interface Peer {
  readonly set: RecordSet
  readonly clock: ManualClock
  readonly meetings: Meetings
  readonly neighbourhood: Neighbourhood
  /** What ended or failed here. */
  readonly log: Meeting[]
}

function createStreet() {
  const network = createMemoryNeighbourhood()
  let waiting: (() => void)[] = []
  async function move(id: string, options: MeetOptions = {}): Promise<Peer> {
    const [set, clock, log] = [await setOf(), createManualClock(), [] as Meeting[]]
    const onMeeting = (meeting: Meeting) => {
      if (meeting.type !== 'progress') log.push(meeting)
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    }
    const neighbourhood = network.join(id)
    const meetings = meetNeighbours(neighbourhood, { clock, onMeeting, ...options })
    meetings.add(set)
    return { set, clock, meetings, neighbourhood, log }
  }
  /** Waits, meeting by meeting, until it is so. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => void waiting.push(resolve))
  }
  return { network, move, until }
}

describe('meeting neighbours', () => {
  it('two peers that connect agree at once, in one session, opened by the one that dialled', async () => {
    const { network, move, until } = createStreet()
    const [a, b] = [await move('a'), await move('b')]
    await a.set.addAll(samples(0, 300))
    await b.set.addAll(samples(200, 500))
    network.connect('a', 'b')
    await until(() => a.log.length > 0 && b.log.length > 0)
    expect([a.set.size, b.set.size]).toEqual([500, 500])
    expect(a.log).toMatchObject([
      { neighbour: 'b', kind: 'sample', type: 'ended', result: { received: 200, sent: 200 } },
    ])
    expect(b.log).toMatchObject([{ neighbour: 'a', type: 'ended', result: { received: 200 } }])
  })

  it('every so often meets the neighbour it has not met for longest, and passes on what that one brought', async () => {
    const { network, move, until } = createStreet()
    const hub = await move('hub', { everyMs: 1000 })
    const [x] = await Promise.all(['x', 'y', 'z'].map((id) => move(id)))
    for (const id of ['x', 'y', 'z']) network.connect('hub', id)
    await until(() => hub.log.length === 3)
    for (let round = 1; round <= 6; round++) {
      hub.clock.advance(999)
      expect(hub.log).toHaveLength(2 + round)
      hub.clock.advance(1)
      await until(() => hub.log.length === 3 + round)
    }
    await x?.set.add(sampleRecord(1))
    hub.clock.advance(1000)
    await until(() => hub.log.length === 11)
    expect(hub.log.slice(3).map(({ neighbour }) => neighbour)).toEqual(['x', 'y', 'z', 'x', 'y', 'z', 'x', 'y'])
    expect(hub.log.slice(9)).toMatchObject([{ result: { received: 1 } }, { result: { sent: 1 } }])
  })

  it('news goes down a line of peers with nobody waiting for a next time', async () => {
    const { network, move, until } = createStreet()
    const ids = Array.from({ length: 12 }, (_, i) => `peer ${i}`)
    const peers = await Promise.all(ids.map((id) => move(id)))
    for (let i = 1; i < ids.length; i++) network.connect(ids[i - 1] as string, ids[i] as string)
    await until(() => peers.every(({ log }, i) => log.length >= (i === 0 || i === 11 ? 1 : 2)))
    await peers[0]?.set.addAll(samples(0, 100))
    peers[0]?.clock.advance(60_000)
    await until(() => peers.every(({ set }) => set.size === 100))
  })

  it('a set that is added later is met with everyone who is there', async () => {
    const { network, move, until } = createStreet()
    const [a, b] = [await move('a'), await move('b')]
    network.connect('a', 'b')
    await until(() => a.log.length === 1)
    const [here, there] = [await setOf('later'), await setOf('later')]
    await there.addAll(samples(0, 10))
    a.meetings.add(here)
    await until(() => a.log.length === 2)
    expect(a.log[1]).toMatchObject({ kind: 'later', type: 'failed', error: { name: 'UnknownKindError' } })
    // Not asked again in vain; but the other asks once it has such a set, too.
    a.clock.advance(600_000)
    b.meetings.add(there)
    await until(() => here.size === 10)
    expect(a.log.filter(({ kind, type }) => kind === 'later' && type === 'failed')).toHaveLength(1)
    expect(() => b.meetings.add(there)).toThrow('there already')
  })

  it('a set that carries more from now on is met with everyone who is there, at once', async () => {
    const { network, move, until } = createStreet()
    const [a, b] = [await move('a'), await move('b')]
    await a.set.carry({ ranges: [] })
    await b.set.addAll(samples(0, 20))
    network.connect('a', 'b')
    await until(() => a.log.length === 1)
    expect(a.set.size).toBe(0)
    await a.set.carry(undefined)
    await until(() => a.log.length === 2)
    expect(a.set.size).toBe(20)
  })

  it('no set keeps the others from their turn, however few may meet at once', async () => {
    const { network, move, until } = createStreet()
    const [a, b] = [await move('a', { maxAtOnce: 1 }), await move('b')]
    const kinds = ['one', 'two', 'three', 'four', 'five']
    for (const kind of kinds) {
      const [here, there] = [await setOf(kind), await setOf(kind)]
      await there.addAll(samples(0, 10))
      a.meetings.add(here)
      b.meetings.add(there)
    }
    network.connect('a', 'b')
    await until(() => a.log.length === 6)
    expect(a.log.map(({ kind }) => kind).sort()).toEqual([...kinds, 'sample'].sort())
  })

  it('a peer that breaks the protocol is disconnected, and what it brought is kept', async () => {
    const { network, move, until } = createStreet()
    const a = await move('a')
    const rogue = network.join('rogue')
    rogue.onStream((_, stream) => void stream.write(new Uint8Array(64).fill(255)))
    network.connect('a', 'rogue')
    await until(() => a.log.length === 1)
    expect(a.log).toMatchObject([{ type: 'failed', error: { name: 'MisbehavedError' } }])
    expect([...a.neighbourhood.neighbours()]).toEqual([])
    network.connect('rogue', 'a')
    const stream = await rogue.open('a', { signal: AbortSignal.timeout(5000) })
    await stream.write(Uint8Array.of(255, 255, 255, 255))
    await expect(stream.read()).rejects.toMatchObject({ name: 'MisbehavedError' })
    expect([...a.neighbourhood.neighbours()]).toEqual([])
  })

  it('a neighbour that opens many sessions about one set is told that one is enough', async () => {
    const { network, move } = createStreet()
    await move('a')
    const greedy = network.join('greedy')
    network.connect('greedy', 'a')
    const other = await setOf()
    const first = await greedy.open('a', { signal: AbortSignal.timeout(5000) })
    // Held open: it says what it wants to talk about, and nothing more.
    const held = other.sync({ ...boundTo(first), read: () => new Promise(() => undefined) })
    const second = await greedy.open('a', { signal: AbortSignal.timeout(5000) })
    await expect(other.sync(second)).rejects.toMatchObject({ name: 'BusyError' })
    first.abort(new Error('over'))
    held.catch(() => undefined)
  })

  it('a session that drags on gives way to another neighbour, and what it brought is kept', async () => {
    const { network, move, until } = createStreet()
    const [a, slow, quick] = [await move('a', { sessionMs: 5000 }), await setOf(), await move('quick')]
    await slow.addAll(Array.from({ length: 3000 }, (_, i) => sampleRecord(i, 'x'.repeat(500))))
    await quick.set.addAll(samples(3000, 3100))
    const drag = network.join('slow')
    let frames = 0
    drag.onStream((_, stream) => {
      const write: typeof stream.write = async (bytes) => {
        // The answer and the first records, and then not a word.
        if (++frames > 3) await new Promise(() => undefined)
        await stream.write(bytes)
      }
      slow.answer({ ...boundTo(stream), write }).catch(() => undefined)
    })
    network.connect('a', 'slow')
    network.connect('a', 'quick')
    await new Promise<void>((resolve) => {
      const look = () => (frames > 3 ? resolve() : setTimeout(look))
      look()
    })
    expect(quick.log).toEqual([])
    a.clock.advance(5000)
    await until(() => a.log.length === 2)
    expect(a.log.map(({ neighbour, type }) => [neighbour, type])).toEqual([
      ['slow', 'failed'],
      ['quick', 'ended'],
    ])
    expect(a.set.size).toBeGreaterThan(100)
  })

  it('a session asked for waits for the one that runs, and then brings what is new', async () => {
    const { network, move, until } = createStreet()
    const [a, b] = [await move('a'), await move('b')]
    await b.set.addAll(samples(0, 1000))
    network.connect('a', 'b')
    const asked = a.meetings.sync('b', a.set)
    await until(() => a.log.length === 1)
    await b.set.add(sampleRecord(5000))
    expect(await asked).toMatchObject({ received: 1 })
  })

  it('does nothing by itself where it is told so, and nothing at all once closed', async () => {
    const { network, move, until } = createStreet()
    const [a, b] = [await move('a', { everyMs: Number.POSITIVE_INFINITY }), await move('b')]
    await b.set.addAll(samples(0, 10))
    network.connect('a', 'b')
    a.clock.advance(10 ** 9)
    expect(await a.meetings.sync('b', a.set)).toMatchObject({ received: 10 })
    expect(a.log).toHaveLength(1)
    await until(() => b.log.length === 1)
    a.meetings.close()
    await expect(a.meetings.sync('b', a.set)).rejects.toMatchObject({ name: 'ClosedError' })
    expect(() => a.meetings.add(a.set)).toThrow('closed')
  })
})

function boundTo(stream: Awaited<ReturnType<Neighbourhood['open']>>): typeof stream {
  return {
    read: (options) => stream.read(options),
    write: (bytes, options) => stream.write(bytes, options),
    close: () => stream.close(),
    abort: (reason) => stream.abort(reason),
  }
}
