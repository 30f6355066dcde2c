import { publicKeyToBytes } from '@hydra/identity'
import { serviceId } from './announcement.ts'
import { LINKS_TO_HIDE } from './core/links.ts'
import type { Metric } from './core/events.ts'
import { type Cryptography, createCryptography } from './cryptography.ts'
import { createDriver, type Guards } from './driver.ts'
import { createAnnouncer } from './edge/announcer.ts'
import { createAsker } from './edge/asker.ts'
import { createHosting } from './edge/host.ts'
import { createEdgePort } from './edge/port.ts'
import { createPool } from './edge/pool.ts'
import { createQuestions, type TopicHandler } from './edge/questions.ts'
import { createTails, type TailOptions } from './edge/tail.ts'
import { ClosedError, WeaklyHiddenError } from './errors.ts'
import type { Link } from './link.ts'
import { decodeMessage, encodeMessage, type Message } from './message.ts'
import { systemClock, systemRandom } from './real-time.ts'
import { hashPuzzle, type Puzzle } from './puzzle.ts'
import type { Privacy, Router } from './router.ts'
import type { Spread } from './spread.ts'
import type { Clock, Random } from './time.ts'

/** What this peer's own streams may grow their windows by, all together: eight fast ones. */
const POOL_BYTES = 32 * 1024 * 1024

export interface RouterOptions {
  link: Link
  spread: Spread
  /** @default the system's */
  clock?: Clock
  /** @default the system's */
  random?: Random
  /** Accepts weak hiding for every request: for small networks, where there is nothing better. @default false */
  acceptWeak?: boolean
  /** Tries by different paths before a request is given up. @default 5 */
  attempts?: number
  /** How long a try may take to reach a host and come back. @default 5000 */
  patienceMs?: number
  /** The links that this peer pretends are behind it, so that its own answers are no faster than relayed ones. */
  tail?: TailOptions
  /** Work for a place in everyone's memory, and for a busy host's time. Alike in the whole mesh. @default hashPuzzle() */
  puzzle?: Puzzle
  /** Bits of it that a service key costs a day. Alike in the whole mesh. @default 16 */
  ticketBits?: number
  /** @default that of `@hydra/identity` */
  cryptography?: Cryptography
  /** Remembers from one run to the next whom our messages leave through: each fresh choice shows them to one more peer. */
  guards?: Guards
  /** Counts what happens, own and relayed alike. */
  onMetric?: (what: Metric) => void
  /** Lines about neighbours, never about messages: `logger('hydra:router')` of `@libp2p/logger` takes them. */
  onLog?: (line: string) => void
}

/** Makes a router over a link and a spread. It works until it is closed; closing it leaves both open. */
export function createRouter(options: RouterOptions): Router {
  const { link, spread, clock = systemClock, random = systemRandom() } = options
  const { attempts = 5, patienceMs = 5_000, tail = {}, onMetric = () => {}, onLog = () => {} } = options
  const { puzzle = hashPuzzle(), ticketBits = 16, cryptography = createCryptography() } = options
  const subscribers = new Map<string, Set<(bytes: Uint8Array) => void>>()
  const answerers = new Map<string, Set<TopicHandler>>()
  let closed = false

  const driver = createDriver({
    link,
    spread,
    clock,
    random,
    onMetric,
    onLog,
    puzzle,
    ticketBits,
    cryptography,
    guards: options.guards,
    onFrame: (frame) => port.receive(frame),
    onMessage: (payload) => receive(decodeMessage(payload)),
    onLinks: () => announcer.onLinks(),
  })
  const pool = createPool(POOL_BYTES)
  const tails = createTails(clock, random, tail)
  const hosting = createHosting({
    clock,
    pool,
    tails,
    puzzle,
    onPrice: (key, bits) => announcer.setPrice(key, bits),
  })
  const announcer = createAnnouncer({
    clock,
    random,
    puzzle,
    ticketBits,
    send: (frame) => driver.send(frame),
    hasLinks: () => [...link.neighbours()].length > 0,
  })
  const port = createEdgePort({
    send: (frame) => driver.send(frame),
    onOpen: (channel, envelope) => hosting.open(channel, envelope),
    onBroken: (id) => announcer.onBroken(id),
  })
  const isWeak = () => driver.linksToHideBehind() < LINKS_TO_HIDE
  const asker = createAsker({
    port,
    clock,
    random,
    pool,
    tails,
    isWeak,
    attempts,
    patienceMs,
    puzzle,
    cryptography,
    priceOf: (service) => driver.priceOf(serviceId(publicKeyToBytes(service))),
  })

  function mayHide(privacy: Privacy | undefined, acceptWeak = options.acceptWeak ?? false): void {
    if (closed) throw new ClosedError('router')
    if (privacy !== 'direct' && !acceptWeak && isWeak()) throw new WeaklyHiddenError(driver.linksToHideBehind())
  }

  function spreadMessage(message: Message, privacy: Privacy = 'hidden'): void {
    const label = privacy === 'direct' ? 'last' : 'walk'
    driver.send({ kind: 'stem', label, about: 'message', payload: encodeMessage(message, random(8)) })
  }

  function receive({ kind, topic, bytes }: Message): void {
    // What a listener throws is its own: it must not stop what brought the message.
    if (kind === 'message') for (const listener of subscribers.get(topic) ?? []) queueMicrotask(() => listener(bytes))
    else for (const handler of answerers.get(topic) ?? []) questions.onQuestion(bytes, handler).catch(() => {})
  }

  const request: Router['request'] = async (service, body, requestOptions = {}) => {
    mayHide(requestOptions.privacy, requestOptions.acceptWeak)
    return asker.request(service, body, requestOptions)
  }

  const host: Router['host'] = async (key, handler, { maxConcurrent = 64, privacy = 'hidden', signal } = {}) => {
    if (closed) throw new ClosedError('router')
    signal?.throwIfAborted()
    const hidden = privacy === 'hidden'
    const remove = hosting.add({ key, handler, maxConcurrent, hidden })
    const silence = await announcer.add(key, hidden)
    const stop = () => {
      remove()
      silence()
      signal?.removeEventListener('abort', stop)
    }
    signal?.addEventListener('abort', stop, { once: true })
    return stop
  }

  const questions = createQuestions({
    host,
    request,
    publish: (topic, bytes, privacy) => spreadMessage({ kind: 'question', topic, bytes }, privacy),
  })

  return {
    host,
    request,
    ask(topic, body, askOptions = {}) {
      mayHide(askOptions.privacy, askOptions.acceptWeak)
      return questions.ask(topic, body, askOptions)
    },
    answer: (topic, handler) => addTo(answerers, topic, handler),
    async publish(topic, bytes, { privacy, signal } = {}) {
      if (closed) throw new ClosedError('router')
      signal?.throwIfAborted()
      spreadMessage({ kind: 'message', topic, bytes }, privacy)
    },
    subscribe: (topic, listener) => addTo(subscribers, topic, listener),
    hidden: () => (isWeak() ? 'weak' : 'strong'),
    async close() {
      if (closed) return
      closed = true
      asker.close()
      hosting.close()
      announcer.close()
      driver.close()
    },
  }
}

function addTo<T>(map: Map<string, Set<T>>, key: string, value: T): () => void {
  const values = map.get(key) ?? new Set<T>()
  map.set(key, values.add(value))
  return () => {
    values.delete(value)
    if (values.size === 0 && map.get(key) === values) map.delete(key)
  }
}
