import { setTimeout as sleep } from 'node:timers/promises'
import type { Link, NeighbourId } from '@hydra/router'
import { libp2pLink } from '@hydra/router/libp2p'
import { createSeededRandom, createSpreadTrial, type SimulatedPeer } from '@hydra/router/simulator'
import type { Libp2p } from 'libp2p'
import { startNode } from '../gossip/nodes.ts'
import { edgesOf } from './graph.ts'
import type { TierFigures } from './model.ts'
import { networkOf, runTrial, type TierOptions, trialOptions } from './simulated.ts'

/** So many times as slow as the simulator's, so that what encryption and streams take in one process does not count. */
const SLOWER = 5

type Clock = SimulatedPeer['clock']
type Latencies = ReadonlyMap<NeighbourId, number>

/** Real libp2p peers over the memory transport, with the links of the simulated network, as far as they are there. */
export async function real(options: TierOptions): Promise<TierFigures> {
  const edges = await edgesOf(networkOf(options))
  const nodes: Libp2p[] = []
  try {
    for (let index = 0; index < options.size; index++) nodes.push(await startNode(`tier-${options.seed}-${index}`))
    const links = await Promise.all(nodes.map((node) => libp2pLink(node)))
    for (const [from, to] of edges) await nodes[from]!.dial(nodes[to]!.getMultiaddrs())
    const idOf = (index: number) => nodes[index]!.peerId.toString() as NeighbourId
    const latencies = nodes.map(() => new Map<NeighbourId, number>())
    for (const [from, to, ms] of edges) {
      latencies[from]!.set(idOf(to), ms)
      latencies[to]!.set(idOf(from), ms)
    }
    const clock = slowClock()
    const peers = links.map((link, index) => ({
      id: idOf(index),
      clock,
      link: delayedLink(link, clock, latencies[index]!),
      random: createSeededRandom(options.seed, index + 1).bytes,
    }))
    return await runTrial(createSpreadTrial(peers, trialOptions(options)), (ms) => sleep(ms * SLOWER), options)
  } finally {
    await Promise.all(nodes.map(async (node) => node.stop()))
  }
}

function slowClock(): Clock {
  return {
    now: () => performance.now() / SLOWER,
    after(ms, run) {
      const timer = setTimeout(run, Math.max(0, ms) * SLOWER)
      return () => clearTimeout(timer)
    },
  }
}

/** Every frame leaves as late as it would arrive: the transport itself takes no time. */
function delayedLink(link: Link, clock: Clock, latencies: Latencies): Link {
  return {
    neighbours: () => link.neighbours(),
    onChange: (listener) => link.onChange(listener),
    onFrame: (listener) => link.onFrame(listener),
    disconnect: (neighbour, reason) => link.disconnect(neighbour, reason),
    async send(to, frame) {
      clock.after(latencies.get(to) ?? 0, () => void link.send(to, frame).catch(() => {}))
    },
  }
}
