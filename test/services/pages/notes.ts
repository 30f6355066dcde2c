import { indexedDbSlot } from '@hydra/identity'
import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { keptKey } from '@hydra/services'
import { app } from '../notes-app.ts'

const addresses = 'hydra addresses'
let peer: Peer<NetworkLink>

/** Remembers whom to dial, and hosts. From then on each load of the page does so by itself. */
export async function begin(dial: string[]): Promise<string> {
  localStorage.setItem(addresses, JSON.stringify(dial))
  return host(dial)
}

async function host(dial: string[]): Promise<string> {
  peer = await createPeer(browserPeer({ dial, dialPrivate: true, acceptWeak: true }))
  const key = await keptKey(indexedDbSlot('notes'))
  return (await peer.services.host(app.fetch, { key, privacy: 'direct' })).key
}

const known = localStorage.getItem(addresses)
if (known !== null) await host(JSON.parse(known))
