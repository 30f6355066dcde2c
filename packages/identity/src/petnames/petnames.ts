import { PetnameError } from '../errors.ts'
import type { PublicKey } from '../public-key.ts'
import type { Slot } from '../slot.ts'
import { encodePetnames } from './encode-petnames.ts'
import type { NameBook } from './name-book.ts'

/** This user's own names for keys. Local; one name for a key, one key for a name. */
export interface Petnames {
  nameOf(key: PublicKey): string | undefined
  /** Capitals do not matter; look-alikes are not found. */
  keyOf(name: string): PublicKey | undefined
  entries(): Iterable<[PublicKey, string]>
  /** Gives a key a name, in place of the one it had; returns the name as stored. Throws `PetnameError`. */
  set(key: PublicKey, name: string): Promise<string>
  /** Whether the key had a name. */
  remove(key: PublicKey): Promise<boolean>
  export(): Uint8Array
  /** Adds the petnames of an export: all of them, or none where one is in conflict with a name given here. */
  import(bytes: Uint8Array): Promise<void>
}

/** The conflicts that an error lists; a hundred lines would not be read. */
const MAX_LISTED = 5

/** Petnames kept in a slot. */
export async function createPetnames(slot: Slot): Promise<Petnames> {
  const reader = laterReader()
  const load = async (): Promise<NameBook | undefined> => {
    const bytes = await slot.read()
    return bytes && (await reader()).read(bytes)
  }
  let book = await load()
  let queue: Promise<unknown> = Promise.resolve()

  const apply = async <T>(before: Promise<unknown>, work: (book: NameBook) => T): Promise<T> => {
    await before
    const next = (await load()) ?? (await reader()).empty()
    const value = work(next)
    await slot.write(encodePetnames(next.entries()), 'replace')
    book = next
    return value
  }

  // One change at a time, each on what the slot holds now: another tab may have written since.
  const change = <T>(work: (book: NameBook) => T): Promise<T> => {
    const result = apply(queue, work)
    queue = result.catch(() => undefined)
    return result
  }

  return {
    nameOf: (key) => book?.nameOf(key),
    keyOf: (name) => book?.keyOf(name),
    entries: () => book?.entries() ?? [],
    set: (key, name) => change((next) => next.set(key, name)),
    remove: (key) => change((next) => next.remove(key)),
    export: () => encodePetnames(book?.entries() ?? []),
    async import(bytes) {
      const imported = (await reader()).read(bytes)
      await change((next) => merge(next, imported))
    },
  }
}

interface Reader {
  empty(): NameBook
  read(bytes: Uint8Array): NameBook
}

function laterReader(): () => Promise<Reader> {
  let known: Reader | undefined
  return async () => {
    const { NameBook, decodePetnames, createLooks } = await import('./name-rules.ts')
    if (known) return known
    const looks = createLooks()
    return (known = { empty: () => new NameBook(looks), read: (bytes) => decodePetnames(bytes, looks) })
  }
}

function merge(book: NameBook, imported: NameBook): void {
  const conflicts = imported.entries().flatMap(([key, name]) => {
    const known = book.nameOf(key)
    if (known === name) return []
    if (known !== undefined) return [`"${name}" is "${known}" here`]
    return book.conflict(key, name) ?? []
  })
  if (conflicts.length > 0) {
    const listed = conflicts.slice(0, MAX_LISTED).join('; ')
    throw new PetnameError(
      `Nothing was imported: ${conflicts.length} names are in conflict: ${listed}. Rename these first.`,
    )
  }
  for (const [key, name] of imported.entries()) book.set(key, name)
}
