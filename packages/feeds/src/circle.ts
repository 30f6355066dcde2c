import { parsePublicKey, type PublicKey, type Slot } from '@hydra/identity'
import {
  type CircleState,
  decodeCircle,
  emptyState,
  encodeCircle,
  type ListName,
  LISTS,
  MAX_LISTED,
} from './circle-state.ts'
import { chooseStrangers, MAX_STRANGERS, type Strangers } from './strangers.ts'

export type Unsubscribe = () => void

/** A list of authors that is kept. */
export interface People extends Iterable<PublicKey> {
  has(author: PublicKey): boolean
  add(author: PublicKey): Promise<void>
  delete(author: PublicKey): Promise<void>
}

/** Whom this user follows, and whom not to show. It stays on this machine unless it is exported. */
export interface Circle {
  readonly followed: People
  /** Carried as before, but not shown. */
  readonly muted: People
  /** Neither carried, shown nor passed on. */
  readonly blocked: People
  /** Whom this user hears without following them. */
  readonly strangers: Strangers
  /** How far a place was read: the time of the newest entry seen there, 0 if none was. */
  readUntil(place: string): number
  markRead(place: string, time: number): Promise<void>
  onChange(listener: () => void): Unsubscribe
  export(): Uint8Array
  /** Adds what an export lists. */
  import(bytes: Uint8Array): Promise<void>
}

/** Opens the circle that a slot keeps. A change is done when `follow` is: it hears of whom the circle has then. */
export async function openCircle(slot: Slot, follow: (circle: Circle) => Promise<void>): Promise<Circle> {
  const load = async (): Promise<CircleState> => {
    const bytes = await slot.read()
    return bytes === undefined ? emptyState() : decodeCircle(bytes)
  }
  let state = await load()
  // For as long as this is open: what was drawn before says nothing of what is drawn next.
  const secret = crypto.getRandomValues(new Uint8Array(32))
  let queue: Promise<unknown> = Promise.resolve()
  const listeners = new Set<() => void>()

  const apply = async (before: Promise<unknown>, change: (state: CircleState) => void): Promise<void> => {
    await before
    const next = await load()
    change(next)
    for (const known of [...next.followed, ...next.blocked]) next.strangers.delete(known)
    await slot.write(encodeCircle(next), 'replace')
    state = next
  }

  // One at a time, each on what the slot holds now: another tab may have written since.
  const change = (work: (state: CircleState) => void): Promise<void> => {
    const written = apply(queue, work)
    queue = written.catch(() => undefined)
    // The next is written meanwhile: to carry something else takes a look at all that is carried.
    return written.then(async () => {
      await follow(circle)
      for (const listener of listeners) listener()
    })
  }

  const people = (name: ListName): People => ({
    has: (author) => state[name].has(author),
    add: async (author) => change((next) => addTo(next[name], parsePublicKey(author))),
    delete: (author) => change((next) => void next[name].delete(author)),
    [Symbol.iterator]: () => state[name].values(),
  })

  const circle: Circle = {
    followed: people('followed'),
    muted: people('muted'),
    blocked: people('blocked'),
    strangers: {
      has: (author) => state.strangers.has(author),
      async meet(work) {
        const met = [...work]
        const chosen = chooseFrom(state, met, secret)
        if ([...chosen].every(([author, shown]) => state.strangers.get(author) === shown)) return
        await change((next) => {
          const others = chooseFrom(next, met, secret)
          next.strangers.clear()
          for (const [author, shown] of others) next.strangers.set(author, shown)
        })
      },
      [Symbol.iterator]: () => state.strangers.keys(),
    },
    readUntil: (place) => state.read.get(place) ?? 0,
    markRead: (place, time) => change(({ read }) => void read.set(place, Math.max(time, read.get(place) ?? 0))),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    export: () => encodeCircle(state),
    async import(bytes) {
      const imported = decodeCircle(bytes)
      await change((next) => merge(next, imported))
    },
  }
  return circle
}

function merge(state: CircleState, imported: CircleState): void {
  for (const name of LISTS) for (const author of imported[name]) addTo(state[name], author)
  for (const [author, work] of imported.strangers)
    if (state.strangers.size < MAX_STRANGERS) state.strangers.set(author, work)
  for (const [place, time] of imported.read) state.read.set(place, Math.max(time, state.read.get(place) ?? 0))
}

function chooseFrom(
  { strangers, followed, blocked }: CircleState,
  met: readonly (readonly [PublicKey, number])[],
  secret: Uint8Array,
): ReadonlyMap<PublicKey, number> {
  const all = new Map(strangers)
  for (const [author, work] of met) {
    if (!followed.has(author) && !blocked.has(author) && work > (all.get(author) ?? 0)) all.set(author, work)
  }
  return chooseStrangers(all, secret)
}

function addTo(list: Set<PublicKey>, author: PublicKey): void {
  if (list.size >= MAX_LISTED && !list.has(author)) throw new RangeError(`A list holds ${MAX_LISTED} authors at most.`)
  list.add(author)
}
