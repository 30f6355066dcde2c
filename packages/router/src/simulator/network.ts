import type { Unsubscribe } from '../link.ts'
import { startChurn } from './churn.ts'
import type { Latency } from './latency.ts'
import { logNormalLatency } from './latency.ts'
import { Arrival } from './arrival.ts'
import { createPeerState, createSimulatedLink, type PeerState, type SimulatedPeer } from './peer.ts'
import { createSeededRandom } from './random.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'
import { createWiring } from './wiring.ts'

export interface NetworkOptions {
  /** Links that each peer opens to others chosen at random; it accepts any number. @default 8 */
  degree?: number
  /** One-way delay, drawn once per link. @default logNormalLatency(40) */
  latency?: Latency
  /** Part of each frame's delay that varies from frame to frame. @default 0.1 */
  jitter?: number
  /** Part of the frames that vanish on their way, as on no link that keeps its word. @default 0 */
  loss?: number
  /** Part of the frames that what is below a link sends again: late, and what is behind them waits. @default 0 */
  resent?: number
  /** Part of the peers that leave every minute; each comes back a minute later. @default 0 */
  churn?: number
  /** How long a vanished peer's neighbours take to notice. @default 0 */
  noticeMs?: number
  /** The party that a peer's address shows it to belong to. @default one of its own for each */
  group?: (index: number) => string
  /** Same seed, same run, byte for byte. @default 1 */
  seed?: number
}

// What TCP waits at least before it sends again.
const RESEND_MS = 200

/** A frame as it arrives: what someone who taps every link of a peer would see. */
export interface Delivery {
  readonly at: number
  readonly from: number
  readonly to: number
  readonly frame: Uint8Array
}

/** Peers, the links between them, and the time that passes for all of them. */
export interface Network {
  readonly clock: VirtualClock
  readonly peers: readonly SimulatedPeer[]
  /** One more peer, which opens its links at once. */
  add(): SimulatedPeer
  /** A link of the first peer's own choice, beyond those that it opens by itself. */
  connect(from: number, to: number): void
  /** Takes a peer off the network, all its links down, or brings it back with new ones. */
  setOnline(index: number, online: boolean): void
  /** Sees every frame that arrives anywhere. For measuring, and for playing the spy. */
  onDelivery(listener: (delivery: Delivery) => void): Unsubscribe
}

/** Frames are not copied on their way: do not write to one after sending it. */
export function createNetwork(size: number, options: NetworkOptions = {}): Network {
  const { degree = 8, latency = logNormalLatency(40), churn = 0, noticeMs = 0, seed = 1, group } = options
  const { jitter = 0.1, loss = 0, resent = 0 } = options
  const clock = createVirtualClock()
  const random = createSeededRandom(seed)
  const states: PeerState[] = []
  const peers: SimulatedPeer[] = []
  const wiring = createWiring(states, clock, random, { degree, latency, noticeMs })
  const observers = new Set<(delivery: Delivery) => void>()

  function create(): SimulatedPeer {
    const index = states.length
    const state = createPeerState(index, group?.(index) ?? `group-${index}`)
    const link = createSimulatedLink(
      state,
      (direction, frame) => {
        state.counters.framesSent++
        state.counters.bytesSent += frame.length
        if (loss > 0 && random.fraction() < loss) return
        const again = resent > 0 && random.fraction() < resent ? direction.latencyMs * 2 + RESEND_MS : 0
        const delay = direction.latencyMs * (1 + jitter * random.fraction()) + again
        direction.arrivesAt = Math.max(clock.now() + delay, direction.arrivesAt)
        clock.at(direction.arrivesAt, new Arrival(state, direction, frame, deliver))
      },
      (direction) => wiring.disconnect(state, direction.target),
    )
    const peer = { index, id: state.id, link, clock, random: createSeededRandom(seed, index + 1).bytes }
    states.push(state)
    peers.push({ ...peer, counters: state.counters })
    return peers[index]!
  }

  function deliver(from: PeerState, to: PeerState, frame: Uint8Array): void {
    to.counters.framesReceived++
    to.counters.bytesReceived += frame.length
    for (const observe of observers) observe({ at: clock.now(), from: from.index, to: to.index, frame })
    for (const listener of to.frameListeners) listener(from.id, frame)
  }

  for (let index = 0; index < size; index++) create()
  for (const state of states) wiring.fill(state)
  const network: Network = {
    clock,
    peers,
    add() {
      const peer = create()
      wiring.fill(states[peer.index]!)
      return peer
    },
    connect(from, to) {
      const [chooser, chosen] = [states[from], states[to]]
      if (chooser?.online && chosen?.online) wiring.connect(chooser, chosen)
    },
    setOnline(index, online) {
      const state = states[index]
      if (!state || state.online === online) return
      state.online = online
      if (online) wiring.fill(state)
      else wiring.cut(state)
    },
    onDelivery(listener) {
      observers.add(listener)
      return () => observers.delete(listener)
    },
  }
  if (churn > 0) startChurn(clock, network.setOnline.bind(network), states, random, churn)
  return network
}
