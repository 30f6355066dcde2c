import { parseAddress } from '../address.ts'
import { type AddressPolicy, publicAddresses } from '../address-policy.ts'
import { type Clock, systemClock } from '../clock.ts'
import { createQuotas } from '../quotas.ts'
import { type Random, systemRandom } from '../random.ts'
import { type RecordContent, verifyRecord } from '../signed-record.ts'
import { type BoardLimits, createBoard } from './board.ts'
import { decodeQuestion, type TrackerAnswer, type TrackerQuestion, type TrackerRefusal } from './message.ts'

/** Who asks: whose quota it counts for and, where the connection proves it, the peer. */
export interface Asker {
  readonly party: string
  readonly peerId?: string
}

/** Introduces peers of a topic to each other. Every node is one. */
export interface Tracker {
  /** Never rejects: whatever is wrong with the question stands in the answer. */
  answer(question: Uint8Array, asker: Asker): Promise<TrackerAnswer>
  /** For the operator's metrics: notices held, questions refused so far. */
  figures(): { readonly notices: number; readonly refused: Readonly<Record<TrackerRefusal, number>> }
}

export interface TrackerOptions extends Partial<BoardLimits> {
  /**
   * Notices are forgotten after this, unless repeated.
   * @default 900
   */
  expiryS?: number
  /**
   * Questions per minute of one address: a household or an office shares one.
   * @default 60
   */
  maxPerMinute?: number
  /**
   * Which addresses are passed on.
   * @default publicAddresses()
   */
  addresses?: AddressPolicy
  clock?: Clock
  random?: Random
}

// 4,096 notices of at most 4 KiB: 16 MB when somebody fills it on purpose, from 128 addresses.
const DEFAULTS: BoardLimits = { maxNotices: 4096, maxPerTopic: 256, maxPerAddress: 32 }

/** Creates a tracker that holds nobody yet. */
export function createTracker(options: TrackerOptions = {}): Tracker {
  const { expiryS = 900, maxPerMinute = 60, addresses = publicAddresses() } = options
  const { clock = systemClock(), random = systemRandom() } = options
  const limits = { ...DEFAULTS, ...options }
  const board = createBoard(limits, clock, random)
  const allowances = createQuotas(clock, { burst: maxPerMinute, perSecond: maxPerMinute / 60 })
  const refused = { malformed: 0, 'foreign-record': 0, 'no-address': 0, 'too-often': 0, full: 0 }

  function refuse(reason: TrackerRefusal, retryS: number): TrackerAnswer {
    refused[reason]++
    return { refused: reason, retryS }
  }

  async function answer(bytes: Uint8Array, asker: Asker): Promise<TrackerAnswer> {
    const allowance = allowances(asker.party)
    if (!allowance.take()) return refuse('too-often', Math.ceil(allowance.untilNextMs() / 1000))
    const question = read(bytes)
    if (!question) return refuse('malformed', expiryS)
    const topic = String.fromCharCode(...question.topic)
    const posted = question.record ? await post(topic, question.record, asker) : undefined
    if (posted && 'refused' in posted) return refuse(posted.refused, expiryS)
    const drawn = board.draw(topic, question.want, posted?.peerId ?? asker.peerId)
    return { records: drawn.map(({ record }) => record), retryS: Math.ceil(expiryS / 3) }
  }

  async function post(topic: string, record: Uint8Array, asker: Asker): Promise<Posted> {
    const content = await verify(record)
    // Over a connection that proves who asks, nobody announces anybody else.
    if (!content || (asker.peerId !== undefined && content.peerId !== asker.peerId))
      return { refused: 'foreign-record' }
    if (!isReachable(content, addresses)) return { refused: 'no-address' }
    const { peerId, sequence } = content
    const notice = { peerId, record, sequence, broughtBy: asker.party, untilMs: clock.now() + expiryS * 1000 }
    return board.post(topic, notice) ? { peerId } : { refused: 'full' }
  }

  return { answer, figures: () => ({ notices: board.size(), refused: { ...refused } }) }
}

type Posted = { readonly peerId: string } | { readonly refused: TrackerRefusal }

function read(bytes: Uint8Array): TrackerQuestion | undefined {
  try {
    return decodeQuestion(bytes)
  } catch {
    return undefined
  }
}

async function verify(record: Uint8Array): Promise<RecordContent | undefined> {
  try {
    return await verifyRecord(record)
  } catch {
    return undefined
  }
}

// Beside one that strangers can use, private addresses do no harm: whoever gets the record leaves them out.
function isReachable({ addresses }: RecordContent, policy: AddressPolicy): boolean {
  try {
    return addresses.some((address) => policy(parseAddress(address), 'strangers'))
  } catch {
    return false
  }
}
