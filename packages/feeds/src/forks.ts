import type { PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import { isAbout } from './body.ts'
import type { Entry } from './entry.ts'

/** Entries of one device that claim one place in its log: shown, never resolved in silence. */
export interface Fork {
  readonly author: PublicKey
  readonly device: PublicKey
  readonly sequence: number
  readonly entries: readonly RecordId[]
}

// A device that forks a thousand times is shown to fork; the rest says nothing new.
const MAX_FORKS = 1_000

/** Collects forks as entries come in, in any order. */
export class Forks {
  readonly #found = new Map<string, Fork>()

  note(entries: readonly Entry[]): void {
    const [first] = entries
    if (first === undefined || entries.length < 2) return
    const { author, device, sequence } = first
    const place = `${author} ${device} ${sequence}`
    if (!this.#found.has(place) && this.#found.size >= MAX_FORKS) return
    this.#found.set(place, { author, device, sequence, entries: entries.map(({ id }) => id).sort() })
  }

  list(): readonly Fork[] {
    return [...this.#found.values()]
  }
}

/** Notices, while a set is read in its order, a place that was seen before: of one author at a time. */
export class Places {
  #author: PublicKey | undefined
  #last = ''
  #about = new Set<string>()

  isTaken({ author, device, sequence, body }: Entry): boolean {
    if (author !== this.#author) this.#about = new Set()
    this.#author = author
    const place = `${device} ${sequence}`
    const isTaken = place === this.#last || this.#about.has(place)
    // Entries of one lane stand side by side; those of the other lane came before, and are few.
    if (isAbout(body)) this.#about.add(place)
    else this.#last = place
    return isTaken
  }
}
