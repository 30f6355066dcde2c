import type { NetworkLink } from '@hydra/peer/browser'
import { multiaddr } from '@multiformats/multiaddr'

// What a person waits for who has just switched something on again.
const RETRY_MS = 4_000

/** Whether a connection to this address stands. */
export function isConnectedTo({ node }: Pick<NetworkLink, 'node'>, address: string): boolean {
  const [base = ''] = address.split('/p2p/')
  return node.getConnections().some(({ remoteAddr }) => remoteAddr.toString().startsWith(base))
}

/** Dials the nodes that are gone again: soon after the network is back, after sleep, and now and then. */
export function keepReaching(link: Pick<NetworkLink, 'node'>, addresses: readonly string[]): () => void {
  const ending = new AbortController()
  let isBusy = false
  async function reach(): Promise<void> {
    const missing = addresses.filter((address) => !isConnectedTo(link, address))
    if (isBusy || missing.length === 0 || !navigator.onLine) return
    isBusy = true
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(RETRY_MS)])
    await Promise.allSettled(missing.map(async (address) => link.node.dial(multiaddr(address), { signal })))
    isBusy = false
  }
  const now = (): void => void reach()
  const timer = setInterval(now, RETRY_MS)
  addEventListener('online', now, { signal: ending.signal })
  document.addEventListener('visibilitychange', now, { signal: ending.signal })
  return () => {
    clearInterval(timer)
    ending.abort()
  }
}
