import type { NeighbourId } from '../link.ts'
import { createNetwork, type NetworkOptions } from '../simulator/network.ts'
import type { SimulatedPeer } from '../simulator/peer.ts'
import { testSpread } from '../testing/spread.ts'
import type { CreateSpreadMesh, SpreadMeshPeer } from '../testing/spread-mesh.ts'
import { lazyTree } from './lazy-tree.ts'

function simulated(options: NetworkOptions): CreateSpreadMesh {
  return async (size) => {
    const network = createNetwork(size, { degree: 4, ...options })
    const create = ({ id, link, clock, random }: SimulatedPeer): SpreadMeshPeer => ({
      id,
      spread: lazyTree({ link, clock, random }),
      neighbours: () => Array.from(link.neighbours(), (each): NeighbourId => each.id),
    })
    const peers = network.peers.map(create)
    return {
      peers,
      add: async () => create(network.add()),
      remove: async (peer) => network.setOnline(peers.indexOf(peer), false),
      pass: (ms) => network.clock.run(ms),
      close: async () => {
        for (const { spread } of peers) await spread.close()
      },
    }
  }
}

testSpread('lazy tree', simulated({}))
testSpread('lazy tree, where one frame in twenty is lost', simulated({ loss: 0.05, seed: 2 }))
testSpread('lazy tree, where deaths are noticed late', simulated({ noticeMs: 5_000, seed: 3 }))
