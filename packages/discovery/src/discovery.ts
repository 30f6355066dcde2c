import { type Admission, createAdmission } from './admission.ts'
import { type AddressPolicy, publicAddresses } from './address-policy.ts'
import { exponentialBackOff } from './back-off.ts'
import { type Clock, systemClock, type Unsubscribe } from './clock.ts'
import { createConnector } from './connector.ts'
import type { Dialer, Self } from './dialer.ts'
import { explainPeers } from './explain.ts'
import type { Explanation } from './explanation.ts'
import { createKeeper } from './keeper.ts'
import { createListeners } from './listeners.ts'
import { mesh } from './mesh.ts'
import { createAnnouncer } from './announcer.ts'
import { createPeerBook } from './peer-book.ts'
import { type Random, systemRandom } from './random.ts'
import { createSampler } from './sample.ts'
import { createStepper } from './stepper.ts'
import type { DiscoverySource } from './source.ts'
import { runSource } from './source-runner.ts'
import { type DiscoveryStore, memoryStore } from './store.ts'
import type { Topology } from './topology.ts'

/** Finds peers and keeps connections to some of them. */
export interface Discovery extends AsyncDisposable {
  /** For each peer which source found it, what was tried, and why it is connected or not. */
  explain(): Explanation
  /** A few signed records that `asker` may be shown: never the whole book, and the same few for an hour. */
  readonly sample: (asker: string, want: number) => Uint8Array[]
  /** Called whenever the picture may have changed: somebody was found, came or went. */
  onChange(listener: () => void): Unsubscribe
  /** Stops looking and dialling; connections that exist stay. */
  close(): Promise<void>
}

export interface DiscoveryOptions {
  self: Self
  dialer: Dialer
  sources: readonly DiscoverySource[]
  /** @default mesh() */
  topology?: Topology
  /** @default memoryStore() */
  store?: DiscoveryStore
  /**
   * Which addresses may be dialled and shown.
   * @default publicAddresses()
   */
  addresses?: AddressPolicy
  /**
   * Peers known at most; a thousand of the largest records are 5 MB.
   * @default 1000
   */
  maxKnown?: number
  /**
   * Neighbours that are dialled first at the next start.
   * @default 2
   */
  anchors?: number
  /**
   * How often the picture is looked at when nothing changes.
   * @default 10_000
   */
  intervalMs?: number
  /** @default 15_000 */
  dialTimeoutMs?: number
  /** @default 8 */
  maxDials?: number
  clock?: Clock
  random?: Random
}

// A tracker forgets in 15 minutes; told three times within that, one lost message costs nothing.
const ANNOUNCE_MS = 300_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 1_800_000

/** Starts looking for peers, by all sources at once. */
export function createDiscovery(options: DiscoveryOptions): Discovery {
  const { self, dialer, sources, topology = mesh(), store = memoryStore(), addresses = publicAddresses() } = options
  const { clock = systemClock(), random = systemRandom(), intervalMs = 10_000, maxKnown = 1000 } = options
  const { maxDials = 8, dialTimeoutMs = 15_000, anchors = 2 } = options
  const life = new AbortController()
  const { signal } = life
  const listeners = createListeners()
  const stepper = createStepper({ clock, random, intervalMs, step })
  const soon = (): void => stepper.soon()
  const backOff = exponentialBackOff(FIRST_RETRY_MS, LONGEST_RETRY_MS, random)
  const book = createPeerBook({ maxPeers: maxKnown, backOff, clock })
  const keeper = createKeeper({ book, store, anchors, clock })
  const connector = createConnector({ dialer, book, topology, clock, random, maxDials, dialTimeoutMs, onSettled: soon })
  const admission = createAdmission({ book, ownPeerId: self.peerId, policy: addresses, signal, onNews: soon })
  const admit: Admission['admit'] = (...found) => admission.admit(...found)
  const runners = sources.map((source) => runSource(source, { admit, clock, random, signal }))
  const announcer = createAnnouncer({ self, runners, policy: addresses, clock, everyMs: ANNOUNCE_MS })
  const unsubscribe = dialer.onChange(soon)
  void admission.recall(keeper).then(soon)

  function step(): void {
    connector.step()
    keeper.keep(connector.connected().values())
    void announcer.check()
    listeners.call()
  }

  async function close(): Promise<void> {
    if (signal.aborted) return
    life.abort()
    unsubscribe()
    stepper.close()
    connector.close()
    await keeper.save()
  }

  return {
    explain() {
      const storeError = keeper.error()
      const peers = explainPeers(book, connector, clock.now())
      const explanation = { peers, sources: runners.map((runner) => runner.explain()) }
      return storeError === undefined ? explanation : { ...explanation, storeError }
    },
    sample: createSampler({ book, connector, policy: addresses, clock, random }),
    onChange: listeners.add,
    close,
    [Symbol.asyncDispose]: close,
  }
}
