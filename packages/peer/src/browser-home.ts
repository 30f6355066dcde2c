import { indexedDbStore } from '@hydra/discovery'
import { indexedDbSlot } from '@hydra/identity'
import { openIndexedDbStore } from '@hydra/records/indexeddb'
import { IDBBlockstore } from 'blockstore-idb'
import { IDBDatastore } from 'datastore-idb'
import type { Home } from './home.ts'
import { keptIdentity } from './identity.ts'
import { laterSearch } from './later-search.ts'

/** This origin's IndexedDB. One tab at a time. */
export function inBrowser(name: string, passphrase: string | undefined): Home {
  const at = (what: string): string => `${name} ${what}`
  const slot = (what: string) => indexedDbSlot(at(what))
  return {
    identity: () =>
      keptIdentity({ key: slot('identity'), device: slot('device'), passphrase: slot('passphrase') }, passphrase),
    peers: indexedDbStore(at('peers')),
    async blocks() {
      const [blocks, state] = [new IDBBlockstore(at('blocks')), new IDBDatastore(at('pins'))]
      await Promise.all([blocks.open(), state.open()])
      return { blocks, state }
    },
    records: (what) => openIndexedDbStore(at(what)),
    slot,
    search: () => laterSearch(async () => (await import('@hydra/files/indexeddb')).openIndexedDbSearch(at('search'))),
  }
}
