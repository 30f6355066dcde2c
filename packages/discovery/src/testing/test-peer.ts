import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import type { Self } from '../dialer.ts'
import { signRecord } from '../signed-record.ts'
import type { Candidate, OwnAddresses } from '../source.ts'

/** A peer with a real key, the same for the same number, at an address of your choice. */
export interface TestPeer extends Self {
  readonly key: PrivateKey
  readonly address: string
  candidate(): Candidate
  own(sequence?: bigint): Promise<OwnAddresses>
}

/** Creates a test peer; by default each number lives in an address group of its own. */
export async function testPeer(number: number, address = addressOf(number)): Promise<TestPeer> {
  const seed = Uint8Array.from({ length: 32 }, (_, index) => (number >>> (8 * (index % 4))) & 255)
  const key = await generateKeyPairFromSeed('Ed25519', seed)
  const peerId = peerIdFromPrivateKey(key).toString()
  const sign = (addresses: readonly string[], sequence: bigint) => signRecord(key, addresses, sequence)
  return {
    key,
    address,
    peerId,
    addresses: () => [`${address}/p2p/${peerId}`],
    sign,
    candidate: () => ({ peerId, addresses: [address] }),
    own: async (sequence = 1n) => ({ peerId, addresses: [address], signedRecord: await sign([address], sequence) }),
  }
}

// From 1.0.0.0 on, a /16 each: public, and of no two one group.
function addressOf(number: number): string {
  return `/ip4/${20 + Math.floor(number / 256)}.${number % 256}.1.1/tcp/4001`
}
