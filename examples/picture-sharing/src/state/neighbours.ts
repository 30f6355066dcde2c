import type { Peer } from '@hydra/peer'
import type { NetworkLink } from '@hydra/peer/browser'
import { type ReadonlySignal, signal } from '@preact/signals'

/** How many others this tab is connected to now. */
export function countNeighbours({ link }: Pick<Peer<NetworkLink>, 'link'>): ReadonlySignal<number> {
  const { node } = link
  const count = signal(node.getPeers().length)
  const look = (): void => void (count.value = node.getPeers().length)
  node.addEventListener('peer:connect', look)
  node.addEventListener('peer:disconnect', look)
  return count
}
