import { practiceRules } from '@hydra/hns'
import { createKeyPair } from '@hydra/identity'
import { createPeer, type Peer } from '@hydra/peer'
import { type NodeLink, nodePeer } from '@hydra/peer/node'
import { peerRegistry } from '@hydra/peer/registry'
import { onTestFinished } from 'vitest'

/** Another peer, connected to a node, that takes part in the ledger that tests practise on. */
export async function startNeighbour(address: string): Promise<Peer<NodeLink>> {
  const peer = await createPeer(
    nodePeer({ dial: [address], acceptWeak: true, dialPrivate: true, rules: practiceRules() }),
  )
  onTestFinished(() => peer.close())
  return peer
}

const LIMITS = { cpuMsPerCall: 2_000, memoryBytes: 32 * 1024 ** 2, maxConcurrent: 4, maxBodyBytes: 65_536 }
const SOURCE = `let visits = 0
export default {
  fetch(request, { log }) {
    visits++
    log('visitor ' + visits + ' came')
    let sum = 0
    for (let at = 0; at < 200000; at++) sum += at
    return new Response('Visitor ' + visits)
  },
}
`

/** Publishes a guest that counts its visitors. */
export async function publishGuest(author: Peer<NodeLink>, title = 'Visitor count'): Promise<void> {
  const registry = peerRegistry(author)
  const about = { title, description: 'Counts who comes by.', version: '1.0.0', licence: 'MIT', entry: 'guest.js' }
  const manifest = { ...about, permissions: { log: true, kvBytes: 65_536 }, limits: LIMITS }
  const publication = { name: 'visitor-count', tags: ['toy'], manifest, bundle: { 'guest.js': SOURCE } }
  await registry.publish(publication, { key: await createKeyPair() })
  await registry.close()
}
