import { createKeyStore, type Identity, type KeyStoreOptions, memorySlot } from '@hydra/identity'
import type { Petnames } from '@hydra/identity/petnames'
import { ImportError } from '../errors.ts'
import type { Feeds } from '../feeds.ts'
import { exportFeeds, type ExportOptions } from './export-feeds.ts'
import { check, type ImportFile, type ImportOptions, readManifest, takeAll } from './import-feeds.ts'

/** Who somebody is, whom they call what, and what was said. A `Peer` is one. */
export interface World {
  readonly identity: Identity
  readonly feeds: Feeds
  readonly petnames: Petnames
}

export interface ExportAllOptions extends Pick<ExportOptions, 'files'>, KeyStoreOptions {
  /** Opens the identity in the file. Without it the file cannot be used. */
  passphrase: string
}

/** Writes somebody's whole world into one file, their identity encrypted. */
export async function* exportAll(world: World, options: ExportAllOptions): AsyncIterable<Uint8Array> {
  const { passphrase, files, ...cost } = options
  const keys = createKeyStore(memorySlot(), cost)
  await keys.save(world.identity, passphrase)
  const identity = await keys.export()
  const petnames = world.petnames.export()
  yield* exportFeeds(world.feeds, { petnames, ...(identity && { identity }), ...(files && { files }) })
}

export interface ImportAllOptions extends ImportOptions {
  passphrase: string
  /** Opens what the world is read into, for whom the file is of. All of it was found to be sound. */
  open: (identity: Identity) => Promise<Pick<World, 'feeds' | 'petnames'>>
}

/** Takes a whole world in: all of it, or nothing. Throws `WrongPassphraseError` and `ImportError`. */
export async function importAll(
  file: ImportFile,
  options: ImportAllOptions,
): Promise<{ readonly identity: Identity; readonly entries: number }> {
  const { passphrase, open, ...rest } = options
  const { identity: sealed } = await readManifest(file, rest.signal)
  if (sealed === undefined) throw new ImportError('it holds no identity: restore that first, and use importFeeds')
  const identity = await createKeyStore(memorySlot()).import(sealed, passphrase)
  const manifest = await check({ author: identity.author.publicKey }, file, rest.signal)
  const { feeds, petnames } = await open(identity)
  const { entries, petnames: names } = await takeAll(feeds, file, manifest, rest)
  if (names) await petnames.import(names)
  return { identity, entries }
}
