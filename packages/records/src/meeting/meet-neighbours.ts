import type { ByteStream } from '../byte-stream.ts'
import { ClosedError } from '../errors.ts'
import type { Unsubscribe } from '../gossip.ts'
import type { RecordSet, SyncOptions, SyncResult } from '../record-set.ts'
import { answerAny } from '../sync/answer-any.ts'
import { refuseBusy } from '../sync/refuse.ts'
import { type Clock, realClock } from '../time.ts'
import type { Meeting, Meetings, MeetOptions } from './meetings.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import { Visits } from './visits.ts'

interface Member {
  readonly set: RecordSet
  readonly visits: Visits
  /** The neighbour that is being met. */
  meeting: string | undefined
  /** Sessions that were opened here and run, by neighbour. */
  readonly opened: Map<string, Promise<SyncResult>>
  /** Neighbours whose sessions are answered: one of each, so that none takes the others' room. */
  readonly answering: Set<string>
  stop: Unsubscribe
}

/**
 * Meets neighbours: each that comes, and one of them every so often. A session that brought something is followed by
 * one with another neighbour, so that news goes on from peer to peer without waiting for anyone's next time.
 */
export function meetNeighbours(neighbourhood: Neighbourhood, options: MeetOptions = {}): Meetings {
  return new NeighbourMeetings(neighbourhood, options)
}

class NeighbourMeetings implements Meetings {
  readonly #neighbourhood: Neighbourhood
  readonly #everyMs: number
  readonly #maxAtOnce: number
  readonly #sessionMs: number
  readonly #onMeeting: (meeting: Meeting) => void
  readonly #clock: Clock
  readonly #members = new Map<string, Member>()
  readonly #closing = new AbortController()
  readonly #stops: Unsubscribe[]
  #present = new Map<string, boolean>()
  #turn = 0

  constructor(neighbourhood: Neighbourhood, options: MeetOptions) {
    const { everyMs = 60_000, maxAtOnce = 4, sessionMs = 300_000, clock = realClock } = options
    this.#neighbourhood = neighbourhood
    this.#everyMs = everyMs
    this.#maxAtOnce = maxAtOnce
    this.#sessionMs = sessionMs
    this.#onMeeting = options.onMeeting ?? (() => undefined)
    this.#clock = clock
    this.#stops = [
      neighbourhood.onStream((from, stream) => void this.#answer(from, stream)),
      neighbourhood.onChange(() => this.#look()),
    ]
    this.#look()
  }

  get #isIdle(): boolean {
    return this.#everyMs === Number.POSITIVE_INFINITY
  }

  add(set: RecordSet): Unsubscribe {
    if (this.#closing.signal.aborted) throw new ClosedError()
    if (this.#members.has(set.kind)) throw new RangeError(`A set of kind "${set.kind}" is there already.`)
    const visits = new Visits()
    const own = { meeting: undefined, opened: new Map(), answering: new Set<string>(), stop: () => undefined }
    const member: Member = { set, visits, ...own }
    this.#members.set(set.kind, member)
    // They cannot know that the set is here now, or wants more: whoever dialled, it is this peer's to ask.
    const askAll = (): void => {
      for (const neighbour of this.#present.keys()) visits.want(neighbour)
      this.#begin()
    }
    const stopHearing = set.onCarry(askAll)
    if (!this.#isIdle) this.#wait(member)
    askAll()
    return () => {
      stopHearing()
      member.stop()
      if (this.#members.get(set.kind) === member) this.#members.delete(set.kind)
    }
  }

  #wait(member: Member): void {
    member.stop = this.#clock.after(this.#everyMs, () => {
      member.visits.wantNext(this.#present.keys())
      this.#begin()
      this.#wait(member)
    })
  }

  /** Who came, and who went. */
  #look(): void {
    const present = new Map(Array.from(this.#neighbourhood.neighbours(), ({ id, outbound }) => [id, outbound]))
    const before = this.#present
    this.#present = present
    for (const { visits } of this.#members.values()) {
      for (const id of before.keys()) if (!present.has(id)) visits.forget(id)
      for (const [id, outbound] of present) if (outbound && !before.has(id)) visits.want(id)
    }
    this.#begin()
  }

  /** Begins what is due, as far as there is room. */
  #begin(): void {
    if (this.#isIdle || this.#closing.signal.aborted) return
    const members = [...this.#members.values()].sort((a, b) => a.visits.begunAt - b.visits.begunAt)
    let room = this.#maxAtOnce - members.filter(({ meeting }) => meeting !== undefined).length
    for (const member of members) {
      if (room <= 0) return
      const next = member.meeting === undefined ? member.visits.take() : undefined
      if (next === undefined) continue
      room--
      member.visits.begunAt = ++this.#turn
      void this.#meet(next, member)
    }
  }

  async #meet(neighbour: string, member: Member): Promise<void> {
    member.meeting = neighbour
    try {
      await this.sync(neighbour, member.set)
    } catch (error) {
      if (nameOf(error) === 'UnknownKindError') {
        member.visits.avoid(neighbour)
        member.visits.wantNext(this.#present.keys())
      }
    }
    member.meeting = undefined
    this.#begin()
  }

  async sync(neighbour: string, set: RecordSet, options: SyncOptions = {}): Promise<SyncResult> {
    const member = this.#members.get(set.kind)
    if (this.#closing.signal.aborted) throw new ClosedError()
    if (member?.set !== set) throw new RangeError(`Add the set of kind "${set.kind}" before it is synced.`)
    for (let before = member.opened.get(neighbour); before !== undefined; before = member.opened.get(neighbour)) {
      await before.catch(() => undefined)
    }
    const session = this.#open(neighbour, member, options)
    member.opened.set(neighbour, session)
    try {
      return await session
    } finally {
      member.opened.delete(neighbour)
    }
  }

  async #open(neighbour: string, member: Member, options: SyncOptions): Promise<SyncResult> {
    try {
      return await this.#tell(neighbour, member, options, async (each) => {
        const stream = await this.#neighbourhood.open(neighbour, { signal: each.signal })
        return member.set.sync(stream, each)
      })
    } catch (error) {
      this.#punish(neighbour, error)
      throw error
    }
  }

  async #answer(from: string, stream: ByteStream): Promise<void> {
    const sets = Array.from(this.#members.values(), (member) => ({
      kind: member.set.kind,
      answer: (peer: ByteStream, options?: SyncOptions) => this.#answerAbout(member, from, peer, options),
    }))
    try {
      await answerAny(stream, sets, { signal: this.#closing.signal })
    } catch (error) {
      stream.abort(error instanceof Error ? error : new Error('The session failed.'))
      this.#punish(from, error)
    }
    this.#begin()
  }

  async #answerAbout(member: Member, from: string, peer: ByteStream, options: SyncOptions = {}): Promise<SyncResult> {
    // Of two sessions between the same two peers one is enough: the one of the peer that dialled.
    const isSecond = member.opened.has(from) && this.#present.get(from) === true
    if (isSecond || member.answering.has(from)) return refuseBusy(peer)
    member.answering.add(from)
    try {
      return await this.#tell(from, member, options, (each) => member.set.answer(peer, each))
    } finally {
      member.answering.delete(from)
    }
  }

  /** Runs a session as long as it may take, tells of it, and sees to it that what it brought goes on. */
  async #tell(
    neighbour: string,
    { set: { kind }, visits }: Member,
    options: SyncOptions,
    run: (options: SyncOptions & { signal: AbortSignal }) => Promise<SyncResult>,
  ): Promise<SyncResult> {
    const late = new AbortController()
    const cancel = this.#clock.after(this.#sessionMs, () => late.abort(new Error('The session took too long.')))
    const about = { neighbour, kind }
    const onProgress: SyncOptions['onProgress'] = (counts) => {
      options.onProgress?.(counts)
      this.#onMeeting({ ...about, type: 'progress', ...counts })
    }
    const signal = AbortSignal.any([this.#closing.signal, late.signal, ...(options.signal ? [options.signal] : [])])
    try {
      const result = await run({ signal, onProgress })
      if (result.received > 0) visits.wantNext([...this.#present.keys()].filter((id) => id !== neighbour))
      this.#onMeeting({ ...about, type: 'ended', result })
      return result
    } catch (error) {
      this.#onMeeting({ ...about, type: 'failed', error })
      throw error
    } finally {
      cancel()
      if (this.#present.has(neighbour)) visits.met(neighbour)
    }
  }

  #punish(neighbour: string, error: unknown): void {
    if (nameOf(error) === 'MisbehavedError') this.#neighbourhood.disconnect(neighbour, error as Error)
  }

  close(): void {
    this.#closing.abort(new ClosedError())
    for (const stop of this.#stops.splice(0)) stop()
    for (const { stop } of this.#members.values()) stop()
    this.#members.clear()
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}
