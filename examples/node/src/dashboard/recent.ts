/** The newest of something that goes on happening, for whoever comes to look. */
export interface Recent<T> {
  /** What has the key of an earlier one takes its place, as the newest. */
  add(item: T, key?: unknown): void
  /** What was added after a mark, and the mark to ask with the next time. */
  since(mark: number): { readonly items: T[]; readonly mark: number }
}

/** Keeps so many; the oldest go. */
export function createRecent<T>(most: number): Recent<T> {
  const kept = new Map<unknown, { readonly at: number; readonly item: T }>()
  let count = 0
  return {
    add(item, key = count) {
      kept.delete(key)
      kept.set(key, { at: ++count, item })
      if (kept.size > most) kept.delete(kept.keys().next().value)
    },
    since: (mark) => ({ items: [...kept.values()].flatMap(({ at, item }) => (at > mark ? [item] : [])), mark: count }),
  }
}
