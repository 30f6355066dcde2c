import type { NeighbourId } from '../link.ts'
import type { Spread, SpreadCopy, Verdict } from '../spread.ts'

/** A peer whose spread is under test, and who it is connected to. */
export interface SpreadMeshPeer {
  readonly id: NeighbourId
  readonly spread: Spread
  neighbours(): Iterable<NeighbourId>
}

/** Connected peers, on virtual time or on the real one. */
export interface SpreadMesh {
  readonly peers: readonly SpreadMeshPeer[]
  /** One more peer, connected to some of the others. */
  add(): Promise<SpreadMeshPeer>
  /** Takes a peer off the network without a farewell. */
  remove(peer: SpreadMeshPeer): Promise<void>
  /** Lets time pass. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

/** Makes a mesh in which every peer has several neighbours, and there is a path between any two. */
export type CreateSpreadMesh = (size: number) => Promise<SpreadMesh>

/** What a peer of the mesh heard of one topic. */
export interface Hearing {
  readonly peer: SpreadMeshPeer
  readonly copies: SpreadCopy[]
  /** Messages put to the validator, with the neighbour that each came from. */
  readonly judged: { readonly text: string; readonly from: NeighbourId }[]
  /** The texts of first copies, in the order of their arrival. */
  firsts(): string[]
  leave(): void
}

export const topic = 'test/spread'
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Joins the topic, and writes down what comes. */
export function hear(
  peer: SpreadMeshPeer,
  validate: (text: string) => Verdict | Promise<Verdict> = () => 'accept',
  name = topic,
): Hearing {
  const copies: SpreadCopy[] = []
  const judged: Hearing['judged'] = []
  const leave = peer.spread.join(name, (bytes, from) => {
    judged.push({ text: textOf(bytes), from })
    return validate(textOf(bytes))
  })
  peer.spread.onCopy((copy) => {
    if (copy.topic === name) copies.push(copy)
  })
  return {
    peer,
    copies,
    judged,
    firsts: () => copies.filter(({ first }) => first).map(({ bytes }) => textOf(bytes)),
    leave,
  }
}

/** Lets time pass until something is so, or long enough to say that it will not be. */
export async function until(mesh: SpreadMesh, condition: () => boolean, what: string): Promise<void> {
  const patienceMs = 15_000
  const stepMs = 20
  for (let waitedMs = 0; !condition(); waitedMs += stepMs) {
    if (waitedMs > patienceMs) throw new Error(`Not within ${patienceMs / 1_000} s: ${what}.`)
    await mesh.pass(stepMs)
  }
}
