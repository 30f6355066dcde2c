import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer } from '@hydra/peer/browser'

let peer: Peer | undefined

/** A peer in this tab, connected to a node. */
export async function join(address: string): Promise<string> {
  peer = await createPeer(browserPeer({ dial: [address], dialPrivate: true, acceptWeak: true }))
  return peer.explain().link.peerId ?? ''
}

/** What a service answers to this tab. */
export async function ask(url: string): Promise<string> {
  const response = await peer?.services.fetch(url)
  return (await response?.text()) ?? ''
}
