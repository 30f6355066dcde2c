import type { Now, OwnService } from '@hydra/node/feed'
import type { HostedService, Network } from '@hydra/views'

/** The node's view of the network, as the graph takes it. */
export function networkOf({ peerId, addresses, peers, morePeers, hidden, sources }: Now): Network {
  return { self: { peerId, addresses }, peers, more: morePeers, hidden, sources }
}

/**
 * Where a browser gets a file, under this machine's other name: under the page's own, the service worker of the picture
 * app would answer, out of a tab of that.
 */
export function fileUrl(gateway: string, cid: string): string {
  const { port } = new URL(gateway)
  return `http://${location.hostname === 'localhost' ? '127.0.0.1' : 'localhost'}:${port}/files/${cid}`
}

/** A service of the node, as its card takes it. A browser opens it below an origin of its own. */
export function serviceOf({ label, key, url, origin, guest }: OwnService, gateway: string): HostedService {
  const { port } = new URL(gateway)
  const base = { label, url, href: `http://${key}.hydra.localhost:${port}/` }
  if ('target' in origin) return { ...base, kind: 'server', origin: origin.target, state: 'running' }
  const sandboxed = { ...base, kind: 'guest' as const, title: origin.title, origin: origin.manifest }
  if (guest === undefined) return sandboxed
  const { state, restarts, lastEnd, usage, permissions, memoryLimitBytes } = guest
  return {
    ...sandboxed,
    state,
    restarts,
    permissions,
    usage: { ...usage, memoryLimitBytes },
    ...(lastEnd && { lastEnd }),
  }
}
