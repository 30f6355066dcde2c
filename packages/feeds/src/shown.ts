import type { PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import type { Circle } from './circle.ts'
import type { Entry } from './entry.ts'
import type { Stamps } from './stamps.ts'

/** Leaves out what is not to be shown: of blocked authors, of the far future, and what its author took back. */
export class Shown {
  readonly #circle: Circle
  readonly #stamps: Stamps

  constructor(circle: Circle, stamps: Stamps) {
    this.#circle = circle
    this.#stamps = stamps
  }

  has({ author, time }: Entry): boolean {
    return !this.#circle.blocked.has(author) && this.#stamps.isBelievable(time)
  }

  /** Of entries that run from new to old: so a wish to delete comes before what it is about. */
  async *of(entries: AsyncIterable<Entry>): AsyncIterable<Entry> {
    const deleted = new Deleted()
    for await (const entry of entries) {
      if (!this.has(entry)) continue
      deleted.note(entry)
      if (!deleted.has(entry)) yield entry
    }
  }
}

/** What authors asked to be shown no more. Only an entry's own author is heard. */
export class Deleted {
  readonly #wishes = new Set<string>()

  note({ author, body }: Entry): void {
    if (body.type === 'delete') this.#wishes.add(wish(author, body.entry))
  }

  has({ author, id }: Entry): boolean {
    return this.#wishes.has(wish(author, id))
  }
}

function wish(author: PublicKey, entry: RecordId): string {
  return `${author} ${entry}`
}
