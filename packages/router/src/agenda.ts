/** What is due when: taken out in order of time, and in order of arrival where times are equal. */
export interface Agenda<T> {
  add(at: number, item: T): void
  /** When the next item is due. */
  nextAt(): number | undefined
  take(): T | undefined
  size(): number
}

/** A binary heap over three flat arrays: one object less per entry, at a million entries in the simulator. */
export function createAgenda<T>(): Agenda<T> {
  const times: number[] = []
  const orders: number[] = []
  const items: T[] = []
  let count = 0

  const before = (a: number, b: number) => times[a]! < times[b]! || (times[a] === times[b] && orders[a]! < orders[b]!)

  function swap(a: number, b: number): void {
    const [time, order, item] = [times[a]!, orders[a]!, items[a]!]
    times[a] = times[b]!
    orders[a] = orders[b]!
    items[a] = items[b]!
    times[b] = time
    orders[b] = order
    items[b] = item
  }

  function rise(index: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!before(index, parent)) return
      swap(index, parent)
      index = parent
    }
  }

  function sink(index: number): void {
    for (;;) {
      const left = 2 * index + 1
      if (left >= items.length) return
      const child = left + 1 < items.length && before(left + 1, left) ? left + 1 : left
      if (!before(child, index)) return
      swap(index, child)
      index = child
    }
  }

  return {
    add(at, item) {
      times.push(at)
      orders.push(count++)
      items.push(item)
      rise(items.length - 1)
    },
    nextAt: () => times[0],
    take() {
      if (items.length === 0) return undefined
      swap(0, items.length - 1)
      times.pop()
      orders.pop()
      const item = items.pop()
      sink(0)
      return item
    },
    size: () => items.length,
  }
}
