import { type PublicKey, publicKeyFromBytes } from '@hydra/identity'
import { sha256 } from './hash.ts'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import {
  ANNOUNCEMENT_PURPOSE,
  decodeAnnouncement,
  isTicketOf,
  type ServiceId,
  ticketChallenge,
} from './announcement.ts'
import { isNews } from './core/announcements.ts'
import { type Check, type Effect, type Event, type Metric, SELF } from './core/events.ts'
import { linksToHideBehind } from './core/links.ts'
import { priceOf } from './core/pointers.ts'
import { createState, type State } from './core/state.ts'
import { step } from './core/step.ts'
import type { Cryptography } from './cryptography.ts'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'
import type { Link, NeighbourId, Unsubscribe } from './link.ts'
import { channels, linkChannel } from './link-channel.ts'
import { REPLY_PURPOSE, replyStatement } from './replies.ts'
import type { Puzzle } from './puzzle.ts'
import type { Spread } from './spread.ts'
import { spreadTopics } from './topics.ts'
import type { Clock, Random } from './time.ts'

export interface DriverOptions {
  puzzle: Puzzle
  /** Work that each service key costs a day. */
  ticketBits: number
  link: Link
  spread: Spread
  clock: Clock
  random: Random
  /** A frame for this peer's own end. */
  onFrame: (frame: Frame) => void
  /** A message that was spread, for whoever subscribed here. */
  onMessage: (payload: Uint8Array) => void
  onLinks: () => void
  onMetric: (what: Metric) => void
  onLog: (line: string) => void
  guards?: Guards | undefined
  cryptography: Cryptography
}

/** Where the neighbours that stems go through are remembered from one run to the next. */
export interface Guards {
  load(): readonly NeighbourId[]
  save(neighbours: readonly NeighbourId[]): void
}

/** Runs the core on real links: turns what happens into events, and effects into deeds. */
export interface Driver {
  /** A frame from this peer's own end. */
  send(frame: Frame): void
  /** The work that a service asks of each request, as far as it has been heard of here. */
  priceOf(service: ServiceId): number
  /** How many links of this peer hide which messages are its own. */
  linksToHideBehind(): number
  close(): void
}

export function createDriver(options: DriverOptions): Driver {
  const { spread, clock, random } = options
  const check = checkWith(options)
  const link = linkChannel(options.link, channels.router)
  const state: State = createState(clock.now(), options.guards?.load())
  const events: Event[] = []
  const stops: Unsubscribe[] = []
  let running = false
  let closed = false
  let wake: Unsubscribe | undefined

  function happen(event: Event): void {
    events.push(event)
    // Effects can cause events at once; these wait until the step that caused them is done.
    if (running || closed) return
    running = true
    try {
      for (let next = events.shift(); next; next = events.shift()) {
        for (const effect of step(state, next, clock.now(), random)) perform(effect)
      }
    } finally {
      running = false
    }
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'send':
        return transmit(effect.to, effect.frame)
      case 'check':
        return void check(effect.check).then((ok) => happen({ type: 'checked', job: effect.job, ok }))
      case 'spread':
        return void spreading.publish(effect.about, effect.payload)
      case 'wake':
        wake?.()
        wake = clock.after(effect.at - clock.now(), () => happen({ type: 'tick' }))
        return
      case 'keep':
        return options.guards?.save(effect.stemNeighbours)
      case 'disconnect':
        return cutOff(effect.neighbour, effect.reason)
      case 'count':
        return options.onMetric(effect.what)
    }
  }

  function cutOff(neighbour: NeighbourId, reason: string): void {
    options.onMetric('disconnects')
    // Of neighbours and never of messages: whose a message is, a log must not tell.
    options.onLog(`cut off ${neighbour}: ${reason}`)
    link.disconnect(neighbour, reason)
  }

  function transmit(to: NeighbourId, frame: Frame): void {
    if (to === SELF) {
      happen({ type: 'sent', to })
      return options.onFrame(frame)
    }
    // A failed send means that the link is going down, which is reported apart.
    const sent = () => happen({ type: 'sent', to })
    link.send(to, encodeFrame(frame)).then(sent, sent)
  }

  function receive(from: NeighbourId, bytes: Uint8Array): void {
    let frame: Frame
    try {
      frame = decodeFrame(bytes)
    } catch (error) {
      options.onMetric('invalid')
      return cutOff(from, error instanceof Error ? error.message : 'an unreadable frame')
    }
    happen({ type: 'frame', from, frame, ...idOf(frame) })
  }

  const spreading = spreadTopics(spread, {
    isNews: (announcement) => isNews(state, announcement, clock.now()),
    check: (announcement) => check({ about: 'announcement', announcement }),
    onAnnouncement: (bytes) => happen({ type: 'copy', announcement: decodeAnnouncement(bytes) }),
    onMessage: options.onMessage,
  })
  stops.push(() => spreading.close())
  stops.push(link.onFrame(receive))
  const linksChanged = () => {
    happen({ type: 'links', neighbours: [...link.neighbours()] })
    options.onLinks()
  }
  stops.push(link.onChange(linksChanged))
  happen({ type: 'links', neighbours: [...link.neighbours()] })

  return {
    send: (frame) => happen({ type: 'frame', from: SELF, frame, ...idOf(frame) }),
    priceOf: (service) => priceOf(state, service),
    linksToHideBehind: () => linksToHideBehind(state, clock.now()),
    close() {
      closed = true
      events.length = 0
      wake?.()
      for (const stop of stops) stop()
    },
  }
}

/** The hash of what is the same at every hop, random bytes included. */
export function idOf(frame: Frame): { id?: () => string } {
  if (frame.kind === 'open') return { id: () => bytesToHex(sha256(frame.envelope)) }
  if (frame.kind === 'stem') return { id: () => bytesToHex(sha256(frame.payload)) }
  return {}
}

function checkWith({ puzzle, ticketBits, clock, cryptography }: DriverOptions): (check: Check) => Promise<boolean> {
  const verifyKey = createVerifyKey(cryptography)
  return async (check) => {
    if (check.about === 'reply') {
      const { request, sealed } = check
      const statement = replyStatement(request, sealed)
      return verifyKey(request.service, REPLY_PURPOSE, statement, check.signature)
    }
    const { service, ticket, signed, signature } = check.announcement
    // The work first: it is the cheaper to check by far.
    const challenge = ticketChallenge(service, ticket.day)
    if (!isTicketOf(ticket.day, clock.now()) || !puzzle.check(challenge, ticketBits, ticket.nonce)) return false
    return verifyKey(service, ANNOUNCEMENT_PURPOSE, signed, signature)
  }
}

/** Services whose keys are kept as they are verified with: replies are of the same few. */
const MAX_KEYS = 1_024

function createVerifyKey(cryptography: Cryptography) {
  const keys = new Map<string, PublicKey>()

  function read(service: string): PublicKey {
    const key = publicKeyFromBytes(hexToBytes(service))
    if (keys.size >= MAX_KEYS) keys.clear()
    keys.set(service, key)
    return key
  }

  return async (service: string, purpose: string, message: Uint8Array, signature: Uint8Array) => {
    try {
      return await cryptography.verify(keys.get(service) ?? read(service), purpose, message, signature)
    } catch {
      // Thirty-two bytes that are no point of the curve: nobody can have signed with them.
      return false
    }
  }
}
