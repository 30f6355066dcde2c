import { identify } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'
import { memory } from '@libp2p/memory'
import { noise } from '@libp2p/noise'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import type { NeighbourId } from '../link.ts'
import type { Spread } from '../spread.ts'
import { testSpread } from '../testing/spread.ts'
import type { SpreadMesh, SpreadMeshPeer } from '../testing/spread-mesh.ts'
import { lazyTree } from '../spread/lazy-tree.ts'
import { gossipsub } from './gossipsub.ts'
import { libp2pLink } from './link.ts'

type Start = (listen: string) => Promise<{ node: Libp2p; spread: Spread }>

const settings = (listen: string) => ({
  addresses: { listen: [listen] },
  transports: [memory()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
})

async function startGossipsub(listen: string): Promise<{ node: Libp2p; spread: Spread }> {
  const node = await createLibp2p({ ...settings(listen), services: { identify: identify(), spread: gossipsub() } })
  return { node, spread: node.services.spread }
}

async function startLazyTree(listen: string): Promise<{ node: Libp2p; spread: Spread }> {
  const node = await createLibp2p(settings(listen))
  return { node, spread: lazyTree({ link: await libp2pLink(node) }) }
}

let networks = 0

/** Real nodes with real connections: everyone dials the next three in a ring. */
async function libp2pMesh(size: number, start: Start): Promise<SpreadMesh> {
  const network = networks++
  const nodes: Libp2p[] = []
  const peers: SpreadMeshPeer[] = []

  async function create(): Promise<SpreadMeshPeer> {
    const { node, spread } = await start(`/memory/spread-${network}-${nodes.length}`)
    nodes.push(node)
    const neighbours = () => node.getPeers().map((id) => id.toString() as NeighbourId)
    return { id: node.peerId.toString() as NeighbourId, spread, neighbours }
  }

  async function connect(from: number, to: number): Promise<void> {
    const node = nodes[to % nodes.length]
    if (node && node !== nodes[from]) await nodes[from]?.dial(node.getMultiaddrs())
  }

  for (let index = 0; index < size; index++) peers.push(await create())
  for (let index = 0; index < size; index++) {
    for (const step of [1, 2, 3]) await connect(index, index + step)
  }
  return {
    peers,
    async add() {
      const peer = await create()
      const index = nodes.length - 1
      for (const other of [0, 5, 7]) await connect(index, other)
      return peer
    },
    async remove(peer) {
      await nodes[peers.indexOf(peer)]?.stop()
    },
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async close() {
      for (const node of nodes) await node.stop()
    },
  }
}

testSpread('gossipsub over libp2p', (size) => libp2pMesh(size, startGossipsub))
testSpread('lazy tree over libp2p', (size) => libp2pMesh(size, startLazyTree))
