import { Key } from 'interface-datastore/key'
import type { StateStore } from './state-store.ts'

const PREFIX = '/hydra/files/pins/'
const UNFINISHED = 0
const COMPLETE = 1

/** What is pinned, on disk before anything depends on it. */
export interface Pins {
  set(cid: string, complete: boolean): Promise<void>
  delete(cid: string): Promise<void>
  /** Pinned CIDs, and whether all of each is here. */
  all(): ReadonlyMap<string, boolean>
}

export async function loadPins(state: StateStore | undefined): Promise<Pins> {
  const pins = new Map<string, boolean>()
  for await (const { key, value } of state?.query({ prefix: PREFIX }) ?? []) {
    pins.set(key.toString().slice(PREFIX.length), value[0] === COMPLETE)
  }
  return {
    async set(cid, complete) {
      await state?.put(new Key(PREFIX + cid), Uint8Array.of(complete ? COMPLETE : UNFINISHED))
      pins.set(cid, complete)
    },
    async delete(cid) {
      await state?.delete(new Key(PREFIX + cid))
      pins.delete(cid)
    },
    all: () => pins,
  }
}
