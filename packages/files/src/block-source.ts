import type { Privacy } from '@hydra/router'
import type { CID } from 'multiformats/cid'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Bytes in one piece, or in the pieces that they came in: a megabyte is joined where it is kept, and nowhere else. */
export type Bytes = Uint8Array | Uint8ArrayList

export interface Block {
  readonly cid: CID
  readonly bytes: Bytes
}

/** Bytes of a file, from `from` up to `to`. */
export interface Range {
  readonly from: number
  readonly to: number
}

export interface Want {
  readonly cid: CID
  /** Also what lies below it, as far as these bytes of it take. Who cannot follow a tree gives the one block. */
  readonly below?: Range
}

/** Somebody who may hold blocks: a peer, a gateway, a disk. */
export interface Provider {
  /** Who it is, the same each time: who lied is not asked again. */
  readonly id: string
  /** Asks for blocks. Yields those it has as they come, and ends. Whoever asks checks them. */
  ask(wants: readonly Want[], options: { signal: AbortSignal }): AsyncIterable<Block>
  /** Which blocks that a node links to are there, in its order; for rarest first. `undefined` where it cannot tell. */
  holds?(node: CID, options: { signal: AbortSignal }): Promise<readonly boolean[] | undefined>
}

export interface FindOptions {
  /** The same one for as long as one reader reads. */
  readonly signal: AbortSignal
  /** What the reader asked for. A way that costs others more than that needs may wait whether another finds it. @default that of the source */
  readonly privacy?: Privacy
}

/** A way to get blocks: from a swarm, a gateway, another IPFS peer, through the router, from a disk. */
export interface BlockSource {
  /** What progress events call it. */
  readonly name: string
  /** Whether those who are asked may learn who asks. */
  readonly privacy: Privacy
  /** Whoever may hold something below a root, as they are found. Ends when there is nobody more for now. */
  providers(root: CID, options: FindOptions): AsyncIterable<Provider> | Iterable<Provider>
  /** Tells others that what lies below a root is here; it is, when this is called. Not every way has others to tell. */
  provide?(root: CID, options: { signal: AbortSignal }): Promise<void>
  withdraw?(root: CID, options: { signal: AbortSignal }): Promise<void>
}
