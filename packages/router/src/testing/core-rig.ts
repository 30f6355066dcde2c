import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { type Announcement, announcementBody, bucketOf, decodeAnnouncement, type ServiceId } from '../announcement.ts'
import { joinBytes, viewOf } from '../bytes.ts'
import { isNews } from '../core/announcements.ts'
import { type Effect, type Event, SELF } from '../core/events.ts'
import { createState, type State } from '../core/state.ts'
import { step } from '../core/step.ts'
import { ENVELOPE_HEAD_BYTES, envelopeHead } from '../envelope.ts'
import { decodeFrame, encodeFrame, type Frame, sealedBytes } from '../frame.ts'
import type { Neighbour, NeighbourId } from '../link.ts'
import { createSeededRandom } from '../simulator/random.ts'

/** A router's core without a driver: what it did, in order, is there to be looked at. */
export interface CorePeer {
  readonly id: NeighbourId
  readonly state: State
  /** Frames for this peer's own end. */
  readonly home: Frame[]
  readonly effects: Effect[]
  happen(event: Event): void
}

/** Cores joined by a queue: every frame is written and read as on the wire, and every signature is good. */
export interface CoreRig {
  now: number
  readonly peers: CorePeer[]
  /** Everything that crossed a link, oldest first. */
  readonly crossings: { readonly from: NeighbourId; readonly to: NeighbourId; readonly frame: Frame }[]
  peer(id: string): CorePeer
  /** The links as they are from now on: who chose whom. */
  connect(links: readonly (readonly [string, string])[]): void
  /** Delivers until nothing is left to deliver. */
  settle(): void
  close(): void
}

export interface CoreRigOptions {
  seed?: number
  check?: (peer: CorePeer, effect: Extract<Effect, { type: 'check' }>) => boolean
}

export function createCoreRig({ seed = 1, check = () => true }: CoreRigOptions = {}): CoreRig {
  const random = createSeededRandom(seed).bytes
  const queue: (() => void)[] = []
  const links = new Map<NeighbourId, Map<NeighbourId, Neighbour>>()
  const rig: CoreRig = {
    now: 1_800_000_000_000,
    peers: [],
    crossings: [],
    peer: (id) => rig.peers.find((peer) => peer.id === id) ?? add(id as NeighbourId),
    connect(pairs) {
      for (const neighbours of links.values()) neighbours.clear()
      for (const [from, to] of pairs) {
        for (const id of [from, to]) rig.peer(id)
        links.get(from as NeighbourId)?.set(to as NeighbourId, { id: to as NeighbourId, outbound: true, group: to })
        links
          .get(to as NeighbourId)
          ?.set(from as NeighbourId, { id: from as NeighbourId, outbound: false, group: from })
      }
      for (const peer of rig.peers)
        peer.happen({ type: 'links', neighbours: [...(links.get(peer.id)?.values() ?? [])] })
      rig.settle()
    },
    settle() {
      for (let next = queue.shift(); next; next = queue.shift()) next()
    },
    close() {
      queue.length = 0
    },
  }

  function add(id: NeighbourId): CorePeer {
    const peer: CorePeer = {
      id,
      state: createState(rig.now),
      home: [],
      effects: [],
      happen(event) {
        for (const effect of step(peer.state, event, rig.now, random)) {
          peer.effects.push(effect)
          perform(peer, effect)
        }
      },
    }
    links.set(id, new Map())
    rig.peers.push(peer)
    return peer
  }

  function perform(peer: CorePeer, effect: Effect): void {
    if (effect.type === 'check') {
      const ok = check(peer, effect)
      queue.push(() => peer.happen({ type: 'checked', job: effect.job, ok }))
    } else if (effect.type === 'spread') spreadFrom(peer, effect.payload)
    else if (effect.type === 'send') {
      queue.push(() => {
        peer.happen({ type: 'sent', to: effect.to })
        deliver(peer, effect.to, effect.frame)
      })
    }
  }

  function deliver(from: CorePeer, to: NeighbourId, frame: Frame): void {
    if (to === SELF) return void from.home.push(frame)
    if (!links.get(from.id)?.has(to)) return
    const copy = decodeFrame(encodeFrame(frame))
    rig.crossings.push({ from: from.id, to, frame: copy })
    rig.peer(to).happen({ type: 'frame', from: from.id, frame: copy, ...idOf(copy) })
  }

  // A flood in the order of a breadth-first walk: whoever finds it news passes it on to all; copies from before are
  // upstream.
  function spreadFrom(origin: CorePeer, payload: Uint8Array): void {
    const announcement = decodeAnnouncement(payload)
    const reached = new Set<NeighbourId>([origin.id])
    const passedOn = new Set<NeighbourId>()
    for (const id of reached) {
      passedOn.add(id)
      for (const to of links.get(id)?.keys() ?? []) {
        if (!reached.has(to) && !isNews(rig.peer(to).state, announcement, rig.now)) continue
        if (!passedOn.has(to)) rig.peer(to).happen({ type: 'copy', announcement })
        reached.add(to)
      }
    }
  }

  return rig
}

export function idOf(frame: Frame): { id?: () => string } {
  if (frame.kind === 'open') return { id: () => bytesToHex(sha256(frame.envelope)) }
  if (frame.kind === 'stem') return { id: () => bytesToHex(sha256(frame.payload)) }
  return {}
}

export function fakeService(number: number): ServiceId {
  return bytesToHex(sha256(Uint8Array.of(number >> 16, number >> 8, number))) as ServiceId
}

/** An announcement as its host sends it, with a signature that only this rig finds good. */
export function fakeAnnouncement(
  service: ServiceId,
  now: number,
  fields: Partial<Announcement> & { label?: 'walk' | 'last' } = {},
): Extract<Frame, { kind: 'stem' }> {
  const { label = 'walk', ...rest } = fields
  const body = announcementBody({
    service,
    instance: '00'.repeat(16),
    expiry: bucketOf(now) + 6,
    sequence: 1,
    price: 0,
    withdrawn: false,
    ticket: { day: 0, nonce: 0 },
    ...rest,
  })
  return { kind: 'stem', label, about: 'announcement', payload: joinBytes(body, sha256(body), sha256(sha256(body))) }
}

/** A request as its asker sends it. The number makes it another request. */
export function fakeOpen(service: ServiceId, now: number, number: number): Extract<Frame, { kind: 'open' }> {
  const encapsulated = new Uint8Array(32)
  viewOf(encapsulated).setUint32(0, number)
  const head = envelopeHead(hexToBytes(service), bucketOf(now) + 1, encapsulated)
  const sealed = new Uint8Array(sealedBytes('open', 'small') - ENVELOPE_HEAD_BYTES)
  return { kind: 'open', label: 'walk', channel: number, envelope: joinBytes(head, sealed) }
}
