import { kadDHT, type KadDHT, type KadDHTComponents, type KadDHTInit, passthroughMapper } from '@libp2p/kad-dht'
import { MemoryDatastore } from 'datastore-core'

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
    return create({ ...parts, ...(metrics ? { metrics } : {}), datastore: new BoundedDatastore() })
  }
}

function refuseValue(): never {
  throw new Error('This DHT stores no values.')
}

type Key = Parameters<MemoryDatastore['put']>[0]

/** Forgets the oldest: libp2p keeps every provider that anybody sends, for two days. */
class BoundedDatastore extends MemoryDatastore {
  readonly #order = new Map<string, Key>()

  override put(...[key, value, options]: Parameters<MemoryDatastore['put']>): ReturnType<MemoryDatastore['put']> {
    this.#order.delete(key.toString())
    this.#order.set(key.toString(), key)
    const [oldest] = this.#order.values()
    if (this.#order.size > MAX_PROVIDERS && oldest) {
      this.#order.delete(oldest.toString())
      void super.delete(oldest)
    }
    return super.put(key, value, options)
  }

  override delete(...[key, options]: Parameters<MemoryDatastore['delete']>): ReturnType<MemoryDatastore['delete']> {
    this.#order.delete(key.toString())
    return super.delete(key, options)
  }
}
