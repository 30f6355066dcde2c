import { MisbehavedError } from '../errors.ts'
import type { Frame } from './frame.ts'
import type { FrameStream } from './frame-stream.ts'
import { MAX_JOBS, TURN_BYTES } from './limits.ts'

export type Job = () => AsyncIterable<Frame>

/** Frames that want an answer. A turn without any ends the session. */
const QUESTIONS: ReadonlySet<Frame['type']> = new Set([
  'open',
  'part',
  'compare',
  'symbols',
  'more',
  'list',
  'want',
  'want-all',
])

export interface OutboxOptions {
  /** Whether who opened the session speaks here. */
  readonly isOpener: boolean
  readonly onSent: (frame: Frame) => void
}

/** What one side has to say, turn by turn. */
export class Outbox {
  readonly #frames: FrameStream
  readonly #options: OutboxOptions
  #jobs: Job[] = []

  constructor(frames: FrameStream, options: OutboxOptions) {
    this.#frames = frames
    this.#options = options
  }

  say(frame: Frame): void {
    this.enqueue(async function* () {
      yield frame
    })
  }

  enqueue(job: Job): void {
    if (this.#jobs.length >= MAX_JOBS) throw new MisbehavedError('asked too many things at once')
    this.#jobs.push(job)
  }

  /** Says as much as a turn holds, and whose turn it is then. False if nothing more is expected. */
  async speak(theyHaveMore: boolean): Promise<boolean> {
    const limit = this.#frames.bytes + TURN_BYTES
    let asked = theyHaveMore
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      const frames = job()[Symbol.asyncIterator]()
      for (let next = await frames.next(); !next.done; next = await frames.next()) {
        await this.#frames.write(next.value)
        this.#options.onSent(next.value)
        asked ||= this.#wantsAnswer(next.value)
        if (this.#frames.bytes < limit) continue
        this.#jobs.unshift(() => ({ [Symbol.asyncIterator]: () => frames }))
        break
      }
      if (this.#frames.bytes >= limit) break
    }
    const hasMore = this.#jobs.length > 0
    await this.#frames.write(asked || hasMore ? { type: 'turn', more: hasMore } : { type: 'done' })
    return asked || hasMore
  }

  // Who opened waits until its records were taken in: then both hold them when `sync` resolves.
  #wantsAnswer({ type }: Frame): boolean {
    return QUESTIONS.has(type) || (this.#options.isOpener && type === 'records')
  }
}
