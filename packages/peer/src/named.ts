import { InvalidAddressError } from './errors.ts'
import { type Candidate, type DiscoverySource, staticList } from '@hydra/discovery'
import type { Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'

// Who is told where to dial is usually connected when the peer is ready, and offline it is ready all the same.
const FIRST_CONTACT_MS = 1_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 300_000

/** Waits for the first of the peers that the user named; not for long, and not where none answers. */
export async function firstContact(node: Libp2p, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return
  const dials = addresses.map((address) => node.dial(multiaddr(address)))
  const answered = Promise.any(dials).then(
    () => undefined,
    () => undefined,
  )
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, FIRST_CONTACT_MS)
  await Promise.race([answered, late])
  clearTimeout(timer)
}

/** The peers that the user named, with or without their ids. Throws where an address is none. */
export function named(node: Libp2p, addresses: readonly string[], opened: Promise<void>): DiscoverySource {
  for (const address of addresses) check(address)
  const isWhole = (address: string): boolean => /\/p2p\/[^/]+$/.test(address)
  const whole = staticList(addresses.filter(isWhole))
  const nameless = addresses.filter((address) => !isWhole(address))

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    yield* whole.find({ signal })
    await opened
    let missing = nameless
    for (
      let waitMs = FIRST_RETRY_MS;
      missing.length > 0 && !signal.aborted;
      waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS)
    ) {
      const found = await Promise.all(missing.map((address) => idAt(node, address, signal)))
      yield* found.flatMap((peerId, i) => (peerId === undefined ? [] : [{ peerId, addresses: [missing[i] as string] }]))
      missing = missing.filter((_, i) => found[i] === undefined)
      if (missing.length > 0) await pause(waitMs, signal)
    }
  }

  return { name: 'static', origin: 'user', find }
}

function check(address: string): void {
  try {
    multiaddr(address)
  } catch (cause) {
    throw new InvalidAddressError(address, { cause })
  }
}

/** Who answers there: only a connection tells. */
async function idAt(node: Libp2p, address: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { remotePeer } = await node.dial(multiaddr(address), { signal })
    return remotePeer.toString()
  } catch {
    return undefined
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  const wake = (): void => resolve()
  signal.addEventListener('abort', wake)
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', wake)
  })
}
