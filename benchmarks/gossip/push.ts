import type { NeighbourId } from '@hydra/router'
import type { Network } from '@hydra/router/simulator'

/** Passes every message on to a fixed set of neighbours at once: flooding, or the mesh of a gossip protocol. */
export function push(
  network: Network,
  { degree, delayMs }: { degree: number; delayMs: number },
): (origin: number, bytes: Uint8Array) => void {
  const { peers, clock } = network
  const meshes = createMeshes(network, degree)
  const seen = peers.map(() => new Set<string>())

  function pass(index: number, bytes: Uint8Array, from?: NeighbourId): void {
    const id = bytes.subarray(0, 16).join()
    if (seen[index]!.has(id)) return
    seen[index]!.add(id)
    for (const to of meshes[index]!) {
      if (to !== from) clock.after(delayMs, () => void peers[index]!.link.send(to, bytes))
    }
  }

  for (const { index, link } of peers) {
    link.onFrame((from, bytes) => {
      if (bytes.length > 16) pass(index, bytes, from)
    })
  }
  // One byte more than the message, as any frame has a header.
  return (origin, bytes) => pass(origin, Uint8Array.of(...bytes, 0))
}

/** Both ends of a link are in each other's mesh, as after gossipsub's GRAFT. */
function createMeshes({ peers }: Network, degree: number): Set<NeighbourId>[] {
  const meshes = peers.map(() => new Set<NeighbourId>())
  const indexOf = new Map(peers.map(({ id, index }) => [id, index]))
  for (const { index, id, link } of peers) {
    for (const { id: other } of link.neighbours()) {
      const theirs = meshes[indexOf.get(other)!]!
      if (meshes[index]!.size >= degree || theirs.size >= degree * 1.5) continue
      meshes[index]!.add(other)
      theirs.add(id)
    }
  }
  return meshes
}
