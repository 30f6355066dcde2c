import { generateKeyPair, publicKeyToProtobuf } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { MemoryDatastore } from 'datastore-core'
import { Key } from 'interface-datastore'
import { createLibp2p } from 'libp2p'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BoundedDatastore } from './bounded-datastore.ts'
import { kad } from './kad.ts'

type Service = ReturnType<typeof kad>

async function startNode(dht: Service) {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify(), ping: ping(), dht },
  })
  onTestFinished(() => node.stop())
  return node
}

/** Sends a value that libp2p itself would take, and says whether the other side took it. */
async function putAcross(service: () => Service): Promise<boolean> {
  const [alice, bob] = [await startNode(service()), await startNode(service())]
  await alice.dial(bob.getMultiaddrs())
  await expect.poll(async () => (await alice.peerStore.get(bob.peerId)).protocols.length).toBeGreaterThan(0)
  const { publicKey } = await generateKeyPair('Ed25519')
  const key = Uint8Array.of(...new TextEncoder().encode('/pk/'), ...publicKey.toMultihash().bytes)
  const signal = AbortSignal.timeout(10_000)
  let taken = false
  try {
    for await (const event of alice.services.dht.put(key, publicKeyToProtobuf(publicKey), { signal })) {
      if (event.name === 'PEER_RESPONSE' && event.messageName === 'PUT_VALUE') taken = true
    }
  } catch {
    // Nobody took it.
  }
  return taken
}

describe("Hydra's DHT", () => {
  it('takes no values, not even those that libp2p takes', async () => {
    expect(await putAcross(() => kad({ privateAddresses: true, clientMode: false }))).toBe(false)
  })

  it("is what refuses them: libp2p's own takes the same one", async () => {
    const theirs = () => kadDHT({ protocol: '/test/kad/1.0.0', clientMode: false, peerInfoMapper: passthroughMapper })
    expect(await putAcross(theirs)).toBe(true)
  })

  it('speaks a protocol of its own', async () => {
    const node = await startNode(kad({ clientMode: false }))
    await expect.poll(() => node.getProtocols()).toContain('/hydra/kad/1.0.0')
    expect(node.getProtocols().filter((protocol) => protocol.startsWith('/ipfs/kad'))).toEqual([])
  })
})

describe('the store of the DHT', () => {
  const keys = Array.from({ length: 5 }, (_, index) => `/provider/${index}`)

  async function fill(store: MemoryDatastore): Promise<string[]> {
    for (const key of keys) await store.put(new Key(key), Uint8Array.of(1))
    const left: string[] = []
    for await (const { key } of store.query({})) left.push(key.toString())
    return left
  }

  it('forgets the oldest when it is full', async () => {
    expect(await fill(new BoundedDatastore(3))).toEqual(keys.slice(2))
    expect(await fill(new MemoryDatastore())).toEqual(keys)
  })
})
