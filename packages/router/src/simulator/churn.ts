import type { Clock } from '../time.ts'
import type { PeerState } from './peer.ts'
import type { SeededRandom } from './random.ts'

const minuteMs = 60_000

/** Lets peers leave at random moments, `perMinute` of all of them each minute, and come back a minute later. */
export function startChurn(
  clock: Clock,
  setOnline: (index: number, online: boolean) => void,
  peers: readonly PeerState[],
  random: SeededRandom,
  perMinute: number,
): void {
  const next = () => {
    // Leaving is a Poisson process: the time to the next departure is exponential.
    const meanMs = minuteMs / (perMinute * peers.length)
    clock.after(-Math.log(1 - random.fraction()) * meanMs, () => {
      const peer = peers[random.integer(peers.length)]
      if (peer?.online) {
        setOnline(peer.index, false)
        clock.after(minuteMs, () => setOnline(peer.index, true))
      }
      next()
    })
  }
  next()
}
