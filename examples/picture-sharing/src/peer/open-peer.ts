import { room as peopleInRoom } from '@hydra/discovery'
import { libp2pCalls } from '@hydra/discovery/libp2p'
import { overCalls, tracker } from '@hydra/discovery/tracker'
import type { Holders } from '@hydra/files/libp2p'
import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { room } from '@hydra/transports/room'
import { openFiles } from './own-files.ts'
import { openIdentity, type OwnIdentity } from './own-identity.ts'
import { isPrivateHost, type Places } from './places.ts'

export interface AppPeer {
  /** Under which everything is kept in this browser. */
  readonly name: string
  readonly peer: Peer<NetworkLink>
  readonly holders: Holders
  readonly identity: OwnIdentity
}

/** The whole of a peer in this tab: a preset, two parts of which are replaced. */
export async function openPeer(name: string, { nodes, rooms, secret }: Places): Promise<AppPeer> {
  const identity = await openIdentity(name)
  const lobby = rooms.length === 0 ? undefined : room({ urls: rooms, secret })
  const preset = browserPeer({
    name,
    dial: nodes,
    dialPrivate: isPrivateHost(location.hostname),
    // Among a few friends there are not enough to hide among. The page "Who can see what" says so.
    acceptWeak: true,
    // Every node introduces those who name one topic: whoever is here for pictures finds the others who are.
    sources: (node) => [
      tracker({ topic: name, ask: overCalls(libp2pCalls(node)) }),
      ...(lobby ? [peopleInRoom(lobby)] : []),
    ],
    ...(lobby && { transports: [lobby], listen: lobby.listen }),
  })
  let holders: Holders | undefined
  const peer = await createPeer({
    ...preset,
    identity: () => identity.load(),
    async files(below) {
      const { files, holders: others } = await openFiles(name, below)
      holders = others
      return files
    },
  })
  return { name, peer, holders: holders as Holders, identity }
}
