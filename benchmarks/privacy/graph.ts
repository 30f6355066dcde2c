import type { Network, SeededRandom } from '@hydra/router/simulator'

/** Who chose whom: public, for anyone can ask around. */
export interface Graph {
  readonly size: number
  /** The links of each peer's own choice. */
  readonly chosen: readonly (readonly number[])[]
}

export function graphOf({ peers }: Network): Graph {
  const indexOf = new Map(peers.map(({ id, index }) => [id, index]))
  const chosen = peers.map(({ link }) =>
    [...link.neighbours()].filter(({ outbound }) => outbound).map(({ id }) => indexOf.get(id) as number),
  )
  return { size: peers.length, chosen }
}

/** Spies who pool what they see: so many of all peers, drawn at random, never one of `honest`. */
export function drawSpies(size: number, share: number, random: SeededRandom, honest?: (index: number) => boolean) {
  const spies = new Set<number>()
  while (spies.size < Math.round(size * share)) {
    const index = random.integer(size)
    if (!honest?.(index)) spies.add(index)
  }
  return spies
}
