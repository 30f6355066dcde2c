import { room as peopleInRoom } from '@hydra/discovery'
import { libp2pCalls } from '@hydra/discovery/libp2p'
import { overCalls, tracker } from '@hydra/discovery/tracker'
import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { type OwnIdentity, openIdentity } from '@hydra/picture-sharing/own-identity'
import { isPrivateHost, type Places } from '@hydra/picture-sharing/places'
import type { SeenRequest } from '@hydra/services'
import { gatewayOf } from './node-address.ts'

export interface OpenPeer {
  readonly peer: Peer<NetworkLink>
  readonly identity: OwnIdentity
}

interface Watchers {
  readonly onRequest: (seen: SeenRequest) => void
  readonly onLog: (line: string) => void
  readonly onMetric: (what: string) => void
}

/** The whole of a peer in this tab. */
export async function openPeer(name: string, { nodes, rooms, secret }: Places, watchers: Watchers): Promise<OpenPeer> {
  const identity = await openIdentity(name)
  // Loaded by those who meet in one.
  const lobby = rooms.length === 0 ? undefined : (await import('@hydra/transports/room')).room({ urls: rooms, secret })
  const preset = browserPeer({
    name,
    dial: nodes,
    // Whoever names a node of this machine, or of a private network, wants to reach what is there.
    dialPrivate: [location.href, ...nodes.map((node) => gatewayOf(node) ?? '')].some(isPrivate),
    // With few peers there is not enough to hide among. Every request says how well it was hidden.
    acceptWeak: true,
    sources: (node) => [
      ...(nodes.length > 0 ? [tracker({ topic: name, ask: overCalls(libp2pCalls(node)) })] : []),
      ...(lobby ? [peopleInRoom(lobby)] : []),
    ],
    ...(lobby && { transports: [lobby], listen: lobby.listen }),
    ...watchers,
  })
  const peer = await createPeer({ ...preset, identity: () => identity.load() })
  return { peer, identity }
}

function isPrivate(url: string): boolean {
  return URL.canParse(url) && isPrivateHost(new URL(url).hostname)
}
