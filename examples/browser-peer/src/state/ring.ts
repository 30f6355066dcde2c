import { type ReadonlySignal, signal } from '@preact/signals'

/** The newest of what was seen, the oldest first. What is seen again is put in its own place. */
export interface Ring<T> {
  readonly all: ReadonlySignal<readonly T[]>
  add(item: T): void
}

/** Remembers so many: whoever floods a peer pushes out what is old, and fills no memory. */
export function createRing<T>(most: number, isSame: (one: T, other: T) => boolean = () => false): Ring<T> {
  const all = signal<readonly T[]>([])
  return {
    all,
    add(item) {
      const at = all.value.findLastIndex((known) => isSame(known, item))
      all.value = at >= 0 ? all.value.with(at, item) : [...all.value, item].slice(-most)
    },
  }
}
