import { type Entry, newerFirst } from './entry.ts'

interface Head {
  readonly entry: Entry
  readonly rest: AsyncIterator<Entry>
}

/**
 * Merges logs that each run from new to old. Within one log its own order holds, whatever its writer's clock said.
 */
export async function* newestOf(logs: readonly AsyncIterable<Entry>[]): AsyncIterable<Entry> {
  const open = logs.map((log) => log[Symbol.asyncIterator]())
  try {
    const heads = (await Promise.all(open.map(advance))).filter((head) => head !== undefined).sort(byEntry)
    for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
      yield head.entry
      const next = await advance(head.rest)
      if (next !== undefined) insert(heads, next)
    }
  } finally {
    await Promise.all(open.map(async (log) => log.return?.()))
  }
}

async function advance(rest: AsyncIterator<Entry>): Promise<Head | undefined> {
  const { done, value } = await rest.next()
  return done === true ? undefined : { entry: value, rest }
}

function insert(heads: Head[], head: Head): void {
  let low = 0
  for (let high = heads.length; low < high; ) {
    const middle = (low + high) >> 1
    if (byEntry(heads[middle] as Head, head) <= 0) low = middle + 1
    else high = middle
  }
  heads.splice(low, 0, head)
}

function byEntry(a: Head, b: Head): number {
  return newerFirst(a.entry, b.entry)
}
