import { PetnameError } from '../errors.ts'
import type { PublicKey } from '../public-key.ts'
import { normalizePetname } from './petname.ts'
import type { Looks } from './skeleton.ts'

/** As many as one person will ever name; all are held in memory and written at once. */
const MAX_PETNAMES = 10_000

/** Petnames in memory: one name for a key, one key for a name, and no two that look alike. */
export class NameBook {
  readonly #looks: Looks
  readonly #names = new Map<PublicKey, string>()
  readonly #keys = new Map<string, PublicKey>()
  readonly #taken = new Map<string, PublicKey>()

  constructor(looks: Looks) {
    this.#looks = looks
  }

  nameOf(key: PublicKey): string | undefined {
    return this.#names.get(key)
  }

  keyOf(name: string): PublicKey | undefined {
    return this.#keys.get(lookup(name))
  }

  entries(): [PublicKey, string][] {
    return [...this.#names]
  }

  /** Why this name cannot be given to this key, or `undefined`. */
  conflict(key: PublicKey, name: string): string | undefined {
    for (const look of this.#looks(name)) {
      const holder = this.#taken.get(look)
      if (holder !== undefined && holder !== key) return `"${name}" looks like "${this.#names.get(holder)}"`
    }
    return undefined
  }

  set(key: PublicKey, text: string): string {
    const name = normalizePetname(text)
    const conflict = this.conflict(key, name)
    if (conflict !== undefined) throw new PetnameError(`${conflict}, which another key has. Choose another name.`)
    this.remove(key)
    if (this.#names.size >= MAX_PETNAMES)
      throw new PetnameError(`There are ${MAX_PETNAMES} petnames. Remove one first.`)
    this.#names.set(key, name)
    this.#keys.set(lookup(name), key)
    for (const look of this.#looks(name)) this.#taken.set(look, key)
    return name
  }

  remove(key: PublicKey): boolean {
    const name = this.#names.get(key)
    if (name === undefined) return false
    this.#names.delete(key)
    this.#keys.delete(lookup(name))
    for (const look of this.#looks(name)) this.#taken.delete(look)
    return true
  }
}

function lookup(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}
