import { base } from '../presets/base.ts'
import { NODE_LIMITS } from '../presets/limits.ts'
import { nodeNoise } from '../presets/node-noise.ts'
import type { Preset, PresetOptions } from '../presets/preset.ts'
import { isGarlic } from './destination.ts'
import type { I2p } from './session.ts'
import { i2p } from './transport.ts'

// Six hops, a lookup and three round trips: seconds. A router says that a stream is there before the other side heard of
// it, so that one which leads nowhere is found by waiting alone.
const SLOW = { addressDialTimeout: 30_000, dialTimeout: 90_000, inboundUpgradeTimeout: 30_000 }

export type I2pOnlyOptions = Pick<PresetOptions, 'limits'>

/**
 * libp2p options of a node that is in I2P and nowhere else: it dials no other address, listens on none, tells none of
 * its own and keeps none of others. It relays for nobody and asks no resolver.
 */
export function i2pOnly(place: I2p, options: I2pOnlyOptions = {}): Preset {
  const preset = base(options, NODE_LIMITS)
  return {
    ...preset,
    connectionEncrypters: [nodeNoise()],
    connectionManager: { ...preset.connectionManager, ...SLOW },
    connectionGater: { denyDialMultiaddr: (address) => !isGarlic(address) },
    addresses: {
      listen: [place.address],
      announceFilter: (addresses) => addresses.filter(isGarlic),
    },
    peerStore: { addressFilter: async (_peer, address) => isGarlic(address) },
    transports: [i2p(place)],
    dns: {
      query() {
        return Promise.reject(new Error('A peer that is in I2P alone asks no resolver.'))
      },
    },
  }
}
