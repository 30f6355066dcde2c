import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { createTestService, fetchCases, runCase } from '@hydra/services/fetch-cases'

type Privacy = 'direct' | 'hidden'

let peer: Peer<NetworkLink>

/** Becomes a peer that knows these addresses and nobody else. */
export async function join(addresses: string[]): Promise<void> {
  peer = await createPeer(browserPeer({ dial: addresses, dialPrivate: true, acceptWeak: true }))
}

/** Hosts the service that the cases ask. */
export async function host(privacy: Privacy): Promise<string> {
  const { url } = await peer.services.host(createTestService(), { privacy })
  return url
}

/** Runs one case and returns what it saw. */
export async function run(name: string, url: string, privacy: Privacy): Promise<unknown> {
  const found = fetchCases.find((each) => each.name === name)
  if (!found) throw new Error(`There is no case "${name}".`)
  return runCase(found, { fetch: (input, init) => peer.services.fetch(input, { privacy, ...init }), url })
}
