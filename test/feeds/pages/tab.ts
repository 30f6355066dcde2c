import { createIdentity, indexedDbSlot } from '@hydra/identity'
import { openIndexedDbStore } from '@hydra/records/indexeddb'
import { fillWorld, lookAt, openWorld, type Place, restore as restoreIn, save, type World } from '../world.ts'

let world: World

const placeOf = (name: string): Place => ({
  store: () => openIndexedDbStore(`${name} feeds`),
  slot: (slot) => indexedDbSlot(`${name} ${slot}`),
})

/** Somebody new, with a world of their own. */
export async function begin(name: string): Promise<string> {
  world = await openWorld(placeOf(name), await createIdentity(), 'tab')
  await fillWorld(world)
  return lookAt(world)
}

export const saved = async (passphrase: string): Promise<number[]> => [...(await save(world, passphrase))]

export async function restore(name: string, file: number[], passphrase: string): Promise<string> {
  world = await restoreIn(placeOf(name), Uint8Array.from(file), passphrase, 'another tab')
  return lookAt(world)
}
