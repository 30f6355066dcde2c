import { type DiscoverySource, dns } from '@hydra/discovery'
import { mdns } from '@hydra/discovery/mdns'
import { nodeResolver } from '@hydra/discovery/node'
import { overHttp, tracker } from '@hydra/discovery/tracker'
import type { Settings } from '../config/settings.ts'

// Peers of other systems answer to libp2p's own tag; ours find each other alone.
const SERVICE_TAG = '_hydra-p2p._udp.local'
const TOPIC = 'hydra'

/** The ways to find peers that the user left on or named. */
export function sourcesOf(settings: Settings): readonly DiscoverySource[] {
  const { 'discovery.mdns': isOn, 'discovery.mdns-interface': address, 'discovery.mdns-port': port } = settings
  const { 'discovery.dns': domains, 'discovery.trackers': trackers } = settings
  return [
    ...(isOn ? [mdns({ serviceTag: SERVICE_TAG, port, ...(address !== undefined && { interface: address }) })] : []),
    ...(domains.length > 0 ? [dns({ domains, resolver: nodeResolver() })] : []),
    ...trackers.map((url) => tracker({ topic: TOPIC, ask: overHttp(url) })),
  ]
}
