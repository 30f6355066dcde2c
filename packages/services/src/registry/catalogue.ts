import type { KeyPair, PublicKey } from '@hydra/identity'

/** An entry of what may be run: somebody's claim that this is what a name stands for. */
export interface Listing {
  readonly name: string
  /** Whose claim it is, and the key that its author's own service is asked under. */
  readonly key: PublicKey
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** The CID of its manifest. */
  readonly manifest: string
}

/** How one adds an entry. */
export interface ListingOptions {
  readonly key: KeyPair
  readonly signal?: AbortSignal
  /** Hears how far the work is that a listing takes, where it takes some. */
  readonly onProgress?: (progress: { readonly tries: number; readonly expectedTries: number }) => void
}

/** What is listed, and where to list it. The ledger of names satisfies it: a block may carry the CID of a manifest. */
export interface Catalogue {
  /** All entries, or those that the words fit. */
  list(options?: { words?: string; signal?: AbortSignal }): AsyncIterable<Listing>
  /** Adds an entry, signed and worked for by whoever claims it. */
  add(listing: Listing, options: ListingOptions): Promise<void>
}

// A listing is somebody's text: a long one must not make everybody's search slow.
const MAX_WORDS = 16

/** A catalogue in memory. */
export function memoryCatalogue(): Catalogue {
  const listings: Listing[] = []
  return {
    async *list({ words = '', signal } = {}) {
      const wanted = words.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
      for (const listing of listings) {
        signal?.throwIfAborted()
        const text = [listing.name, listing.title, listing.description, ...listing.tags].join(' ').toLowerCase()
        if (wanted.every((word) => text.includes(word))) yield listing
      }
    },
    async add(listing, { key, signal }) {
      signal?.throwIfAborted()
      if (key.publicKey !== listing.key) throw new TypeError('A listing is claimed with the key that it names.')
      listings.push(listing)
    },
  }
}
