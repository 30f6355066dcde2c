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
  let queue: Promise<unknown> = Promise.resolve()
  const listeners = new Set<() => void>()

  const apply = async (before: Promise<unknown>, change: (state: CircleState) => void): Promise<void> => {
    await before
    const next = await load()
    change(next)
    await slot.write(encodeCircle(next), 'replace')
    state = next
    await follow(circle)
    for (const listener of listeners) listener()
  }

  // One at a time, each on what the slot holds now: another tab may have written since.
  const change = (work: (state: CircleState) => void): Promise<void> => {
    const result = apply(queue, work)
    queue = result.catch(() => undefined)
    return result
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
  for (const [place, time] of imported.read) state.read.set(place, Math.max(time, state.read.get(place) ?? 0))
}

function addTo(list: Set<PublicKey>, author: PublicKey): void {
  if (list.size >= MAX_LISTED && !list.has(author)) throw new RangeError(`A list holds ${MAX_LISTED} authors at most.`)
  list.add(author)
}
