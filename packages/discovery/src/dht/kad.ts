import { kadDHT, type KadDHT, type KadDHTComponents, type KadDHTInit, passthroughMapper } from '@libp2p/kad-dht'
import { BoundedDatastore } from './bounded-datastore.ts'

/** Hydra's own table: no stranger's traffic, and no other network's peers. */
const KAD_PROTOCOL = '/hydra/kad/1.0.0'

export interface KadOptions extends Pick<KadDHTInit, 'clientMode' | 'kBucketSize' | 'alpha' | 'querySelfInterval'> {
  /**
   * Pass on private addresses too: for closed networks and for tests.
   * @default false
   */
  privateAddresses?: boolean
}

// A provider is a key and a time, about 200 bytes: two megabytes when strangers fill it.
const MAX_PROVIDERS = 10_000

/** A Kademlia DHT service for libp2p that only says who is there: values are refused, and providers are bounded. */
export function kad({ privateAddresses = false, ...init }: KadOptions = {}): (components: KadDHTComponents) => KadDHT {
  const create = kadDHT({
    ...init,
    protocol: KAD_PROTOCOL,
    logPrefix: 'hydra:discovery:dht',
    datastorePrefix: '/hydra-dht',
    metricsPrefix: 'hydra_dht',
    // Nothing is ever stored by value, so nothing that a stranger sends is valid.
    validators: { pk: refuseValue },
    ...(privateAddresses ? { peerInfoMapper: passthroughMapper } : {}),
  })
  return (components) => {
    const { peerId, privateKey, registrar, addressManager, peerStore, connectionManager, events, logger, ping } =
      components
    const parts = { peerId, privateKey, registrar, addressManager, peerStore, connectionManager, events, logger, ping }
    const { metrics } = components
    return create({ ...parts, ...(metrics ? { metrics } : {}), datastore: new BoundedDatastore(MAX_PROVIDERS) })
  }
}

function refuseValue(): never {
  throw new Error('This DHT stores no values.')
}
