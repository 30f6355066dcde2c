import { openIndexedDbStore } from '@hydra/records/indexeddb'
import { flood } from '../flood.ts'

/** Fills the index that the page of this origin keeps. */
export async function fill(count: number): Promise<number> {
  return flood(await openIndexedDbStore('hydra index'), count)
}
