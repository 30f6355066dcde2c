import { parseAddress } from './address.ts'
import type { AddressPolicy } from './address-policy.ts'
import type { Clock } from './clock.ts'
import type { Self } from './dialer.ts'
import type { SourceRunner } from './source-runner.ts'

/** Tells every source where this peer is: when that changed, and again before it is forgotten. */
export interface Announcer {
  /** Never rejects. */
  check(): Promise<void>
}

interface AnnouncerOptions {
  self: Self
  runners: readonly SourceRunner[]
  policy: AddressPolicy
  clock: Clock
  everyMs: number
}

/** Creates an announcer that acts when it is asked to check. */
export function createAnnouncer({ self, runners, policy, clock, everyMs }: AnnouncerOptions): Announcer {
  let told = ''
  let toldAtMs = Number.NEGATIVE_INFINITY
  let busy = false

  async function check(): Promise<void> {
    const addresses = self.addresses()
    const now = addresses.join(' ')
    if (busy || addresses.length === 0 || (now === told && clock.now() - toldAtMs < everyMs)) return
    busy = true
    try {
      // What is signed travels to strangers, to whom a private address is of no use but to learn from.
      const shown = addresses.filter((address) => policy(parseAddress(address), 'strangers'))
      const signedRecord = await self.sign(shown, BigInt(Math.floor(clock.now())))
      told = now
      toldAtMs = clock.now()
      for (const runner of runners) void runner.announce({ peerId: self.peerId, addresses, signedRecord })
    } finally {
      busy = false
    }
  }

  // A key store that is locked may refuse to sign; the next check tries again.
  return { check: () => check().catch(() => {}) }
}
