import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileStore } from '@hydra/discovery/node'
import { openSqliteSearch } from '@hydra/files/sqlite'
import { fileSlot } from '@hydra/identity/node'
import { openSqliteStore } from '@hydra/records/sqlite'
import { FsBlockstore } from 'blockstore-fs'
import { FsDatastore } from 'datastore-fs'
import type { Home } from './home.ts'
import { keptIdentity } from './identity.ts'

/** One folder, that nobody else can read. One process at a time: a second gets `StoreLockedError`. */
export async function inFolder(folder: string, passphrase: string | undefined): Promise<Home> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const at = (name: string): string => join(folder, name)
  const slot = (what: string) => fileSlot(at(what))
  return {
    identity: () =>
      keptIdentity({ key: slot('identity.key'), device: slot('device'), passphrase: slot('passphrase') }, passphrase),
    peers: fileStore(at('peers')),
    async blocks() {
      const [blocks, state] = [new FsBlockstore(at('blocks')), new FsDatastore(at('pins'))]
      await Promise.all([blocks.open(), state.open()])
      return { blocks, state }
    },
    records: (what) => openSqliteStore(at(`${what}.db`)),
    slot,
    search: () => openSqliteSearch(at('search.db')),
  }
}
