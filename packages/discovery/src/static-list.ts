import { parseAddress } from './address.ts'
import { InvalidAddressError } from './errors.ts'
import type { Candidate, DiscoverySource } from './source.ts'

/** The peers that the user names. Throws `InvalidAddressError` at once where an address names nobody. */
export function staticList(addresses: readonly string[]): DiscoverySource {
  const byPeer = new Map<string, string[]>()
  for (const text of addresses) {
    const { text: address, peerId, components } = parseAddress(text)
    if (peerId === undefined) throw new InvalidAddressError(text, 'it does not end with /p2p/ and a peer id')
    if (components[0]?.name === 'dnsaddr')
      throw new InvalidAddressError(text, 'it is a name to look up; give it to dns()')
    byPeer.set(peerId, [...(byPeer.get(peerId) ?? []), address])
  }

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    for (const [peerId, addresses] of byPeer) {
      if (signal.aborted) return
      yield { peerId, addresses }
    }
  }

  return { name: 'static', origin: 'user', find }
}
