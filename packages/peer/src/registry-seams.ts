import type { Files } from '@hydra/files'
import type { Claim, Names } from '@hydra/hns'
import type { Bundles, Catalogue, Listing } from '@hydra/services/registry'

// A block of the ledger has a kilobyte for everything.
const MAX_DESCRIPTION = 400

/** Manifests and sources as files that others can find: of up to a mebibyte, a file is one raw block, and its CID the block's. */
export function fileBundles(files: Pick<Files, 'add' | 'provide' | 'stream'>): Bundles {
  return {
    async get(cid, options = {}) {
      const pieces: Uint8Array[] = []
      for await (const piece of files.stream(cid, options)) pieces.push(piece)
      return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer())
    },
    async put(bytes, options = {}) {
      const cid = await files.add(bytes, options)
      await files.provide(cid, options)
      return cid
    },
  }
}

/** The ledger as a catalogue: claims whose payload carries a manifest. */
export function ledgerCatalogue(names: Pick<Names, 'claim' | 'search' | 'resolve' | 'log'>): Catalogue {
  return {
    async *list({ words } = {}) {
      if (words !== undefined) return yield* listings(await names.search(words))
      const seen = new Set<string>()
      for (const { name } of names.log()) {
        if (!seen.has(name)) yield* listings(await names.resolve(name))
        seen.add(name)
      }
    },
    async add({ name, title, description, tags, manifest }, { key, ...options }) {
      await names.claim(
        name,
        key,
        {
          title,
          manifest,
          ...(description && { description: description.slice(0, MAX_DESCRIPTION) }),
          ...(tags.length > 0 && { tags }),
        },
        options,
      )
    },
  }
}

function* listings(claims: readonly Claim[]): Generator<Listing> {
  for (const { name, key, payload } of claims) {
    const { title = name, description = '', tags = [], manifest } = payload
    if (manifest) yield { name, key, title, description, tags, manifest }
  }
}
