import type { Holders } from '@hydra/files/libp2p'
import type { Peer } from '@hydra/peer'
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { CID } from 'multiformats/cid'

/** Who holds a picture. */
export interface Held {
  /** How many others are known to hold it now. */
  readonly others: number
  /** Whether this user keeps it, whatever else goes. */
  readonly isKept: boolean
}

export interface Holding {
  held(cid: string): ReadonlySignal<Held | undefined>
  /** Asks again who holds what is being looked at. */
  look(cid: string): Promise<void>
  keep(cid: string, parts?: readonly string[]): Promise<void>
  keepNoMore(cid: string, parts?: readonly string[]): Promise<void>
  /** Tells others that what was seen here can be had here. */
  passOn(cid: string): Promise<void>
}

// A neighbour has its answer in memory.
const ASK_MS = 3_000

export function createHolding({ files }: Pick<Peer, 'files'>, holders: Holders): Holding {
  const known = new Map<string, Signal<Held | undefined>>()
  const told = new Set<string>()
  const pinned = new Set<string>()
  const ready = (async () => {
    for await (const { cid } of files.pins()) pinned.add(cid)
    for await (const { cid } of files.provided()) told.add(cid)
  })()

  function signalOf(cid: string): Signal<Held | undefined> {
    const made = known.get(cid) ?? signal<Held | undefined>(undefined)
    known.set(cid, made)
    return made
  }

  async function count(cid: string): Promise<number> {
    const others = new Set<string>()
    try {
      const signal = AbortSignal.timeout(ASK_MS)
      for await (const { id } of holders.findProviders(CID.parse(cid), { signal })) others.add(id.toString())
    } catch {
      // Who does not answer is not counted.
    }
    return others.size
  }

  async function look(cid: string): Promise<void> {
    await ready
    const others = await count(cid)
    signalOf(cid).value = { others, isKept: pinned.has(cid) }
  }

  return {
    held: signalOf,
    look,
    async keep(cid, parts = []) {
      for (const each of [cid, ...parts]) {
        await files.pin(each)
        await files.provide(each)
        pinned.add(each)
      }
      await look(cid)
    },
    async keepNoMore(cid, parts = []) {
      for (const each of [cid, ...parts]) {
        await files.unpin(each)
        pinned.delete(each)
      }
      await look(cid)
    },
    async passOn(cid) {
      await ready
      if (told.has(cid)) return
      told.add(cid)
      await files.provide(cid).catch(() => told.delete(cid))
    },
  }
}
