import { type AddressPolicy, publicAddresses } from './address-policy.ts'
import { exponentialBackOff } from './back-off.ts'
import { checkCandidate, type Refusal } from './candidate.ts'
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
import { drawSample, mayBeShown } from './sample.ts'
import { createStepper } from './stepper.ts'
import type { Candidate, DiscoverySource, Origin } from './source.ts'
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
// A store may take a disk's flush for each write; what a crash loses in between is found again.
const SAVE_MS = 5_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 1_800_000

/** Starts looking for peers, by all sources at once. */
export function createDiscovery(options: DiscoveryOptions): Discovery {
  const { self, dialer, sources, topology = mesh(), store = memoryStore(), addresses = publicAddresses() } = options
  const { clock = systemClock(), random = systemRandom(), intervalMs = 10_000, maxKnown = 1000 } = options
  const life = new AbortController()
  const listeners = createListeners()
  const backOff = exponentialBackOff(FIRST_RETRY_MS, LONGEST_RETRY_MS, random)
  const book = createPeerBook({ maxPeers: maxKnown, backOff, clock })
  const keeper = createKeeper(book, store, options.anchors ?? 2)
  const secret = Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256))
  const stepper = createStepper({ clock, random, intervalMs, step })
  const { maxDials = 8, dialTimeoutMs = 15_000 } = options
  const onSettled = (): void => stepper.soon()
  const connector = createConnector({ dialer, book, topology, clock, random, maxDials, dialTimeoutMs, onSettled })

  let savedAtMs = clock.now()

  function save(): void {
    savedAtMs = clock.now()
    void keeper.save()
  }

  function step(): void {
    connector.step()
    keeper.chooseAnchors(connector.connected().values())
    if (clock.now() - savedAtMs >= SAVE_MS) save()
    void announcer.check()
    listeners.call()
  }

  async function admit(
    candidate: Candidate,
    found: { name: string; origin?: Origin },
    refuse: (reason: Refusal) => void,
  ) {
    const { name, origin = 'strangers' } = found
    const heldRecord = (peerId: string) => book.get(peerId)?.record
    const context = { ownPeerId: self.peerId, origin, policy: addresses, heldRecord, refuse }
    const checked = await checkCandidate(candidate, context, life.signal)
    const refusal = checked && book.add(checked, { name, origin })
    if (refusal) refuse(refusal)
    else if (checked) stepper.soon()
  }

  async function recall(): Promise<void> {
    for (const peer of await keeper.load()) {
      await admit(peer, { name: 'remembered', origin: 'local-network' }, () => {})
      const entry = book.get(peer.peerId)
      if (entry) Object.assign(entry, { anchor: peer.anchor, workedAtMs: entry.workedAtMs ?? peer.workedAtMs })
    }
  }

  const runners = sources.map((source) => runSource(source, { admit, clock, random, signal: life.signal }))
  const announcer = createAnnouncer({ self, runners, policy: addresses, clock, everyMs: ANNOUNCE_MS })
  const unsubscribe = dialer.onChange(() => stepper.soon())
  void recall().then(() => stepper.soon())

  async function close(): Promise<void> {
    if (life.signal.aborted) return
    life.abort()
    unsubscribe()
    stepper.close()
    connector.close()
    await keeper.save()
  }

  return {
    explain() {
      const storeError = keeper.error()
      const explanation = {
        peers: explainPeers(book, connector, clock.now()),
        sources: runners.map((runner) => runner.explain()),
      }
      return storeError === undefined ? explanation : { ...explanation, storeError }
    },
    sample(asker, want) {
      const connected = connector.connected()
      const proven = [...book.entries()].filter(
        ({ peerId, record, workedAtMs }) =>
          record && (workedAtMs !== undefined || connected.has(peerId)) && mayBeShown(record.bytes, addresses),
      )
      return drawSample(proven, { asker, secret, nowMs: clock.now(), want })
    },
    onChange: listeners.add,
    close,
    [Symbol.asyncDispose]: close,
  }
}
