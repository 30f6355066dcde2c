import type { Album, Entry, Post } from '@hydra/feeds'
import type { Peer } from '@hydra/peer'
import { type ReadonlySignal, signal } from '@preact/signals'

export type Shown = Entry<Post | Album>

/** A list of entries that grows at both ends: what is new comes to its top, what is older when it is asked for. */
export interface Journal {
  readonly entries: ReadonlySignal<readonly Shown[]>
  readonly isEnd: ReadonlySignal<boolean>
  more(): Promise<void>
  readonly close: () => void
}

const PAGE = 12

interface JournalOptions {
  /** Newest first. */
  readonly read: () => AsyncIterable<Entry>
  readonly isWanted: (entry: Entry) => boolean
}

export function createJournal({ feeds }: Pick<Peer, 'feeds'>, { read, isWanted }: JournalOptions): Journal {
  const entries = signal<readonly Shown[]>([])
  const isEnd = signal(false)
  let rest = read()[Symbol.asyncIterator]()
  let queue: Promise<void> = Promise.resolve()

  const isShown = (entry: Entry): entry is Shown =>
    (entry.body.type === 'post' || entry.body.type === 'album') && isWanted(entry)

  async function take(count: number): Promise<Shown[]> {
    const page: Shown[] = []
    while (page.length < count) {
      const { done, value } = await rest.next()
      if (done) {
        isEnd.value = true
        break
      }
      if (isShown(value)) page.push(value)
    }
    return page
  }

  const inTurn = (work: () => Promise<void>): Promise<void> => (queue = queue.then(work, work))

  /** What others say may come late and belong further down, and whom this user follows may change: it is read anew. */
  async function again(): Promise<void> {
    await rest.return?.()
    rest = read()[Symbol.asyncIterator]()
    isEnd.value = false
    entries.value = await take(Math.max(PAGE, entries.value.length))
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void inTurn(again), 50)
  }
  const stops = [
    feeds.onEntry((entry) => {
      if (entry.body.type === 'delete' || isShown(entry)) later()
    }),
    feeds.circle.onChange(later),
  ]

  return {
    entries,
    isEnd,
    more: () =>
      inTurn(async () => {
        const page = await take(PAGE)
        const known = new Set(entries.value.map(({ id }) => id))
        entries.value = [...entries.value, ...page.filter(({ id }) => !known.has(id))]
      }),
    close() {
      clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}

/** What those say whom this user follows, and this user. */
export function timeline(peer: Pick<Peer, 'feeds'>): Journal {
  const { feeds } = peer
  const isWanted = ({ author }: Entry) => author === feeds.author || feeds.circle.followed.has(author)
  return createJournal(peer, { read: () => feeds.timeline(), isWanted })
}
