import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { createTestService, fetchCases, runCase } from '@hydra/services/fetch-cases'

let peer: Peer<NetworkLink>

/** Becomes a peer that knows these addresses and nobody else. */
export async function join(addresses: string[]): Promise<void> {
  peer = await createPeer(browserPeer({ dial: addresses, dialPrivate: true, acceptWeak: true }))
}

/** Hosts the service that the cases ask. */
export async function host(): Promise<string> {
  const { url } = await peer.services.host(createTestService())
  return url
}

/** Runs one case and returns what it saw. */
export async function run(name: string, url: string): Promise<unknown> {
  const found = fetchCases.find((each) => each.name === name)
  if (!found) throw new Error(`There is no case "${name}".`)
  return runCase(found, { fetch: (input, init) => peer.services.fetch(input, init), url })
}
