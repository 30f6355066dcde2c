import type { ChatMessage, Entry } from '@hydra/feeds'
import type { PublicKey } from '@hydra/identity'
import type { Peer } from '@hydra/peer'
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Cards } from './cards.ts'

export interface Line {
  readonly id: string
  readonly from: PublicKey
  readonly text: string
  readonly time: number
}

/** A conversation: the newest lines, the oldest of them first. */
export interface Talk {
  readonly lines: ReadonlySignal<readonly Line[]>
  say(text: string): Promise<void>
  readonly close: () => void
}

const ROOM = 'everyone'
const SHOWN = 100

/** What everybody says to everybody. */
export function publicTalk({ feeds }: Pick<Peer, 'feeds'>, cards: Pick<Cards, 'appear'>): Talk {
  async function* read(): AsyncIterable<Line> {
    for await (const { id, author, time, body } of feeds.room(ROOM)) {
      if (body.type === 'chat') yield { id, from: author, time, text: body.text }
    }
  }
  const isOf = ({ body }: Entry): boolean => body.type === 'chat' && body.room === ROOM
  const message = (text: string): ChatMessage => ({ type: 'chat', room: ROOM, text })
  return talk({ feeds }, read, isOf, async (text) => {
    await feeds.write(message(text))
    await cards.appear()
  })
}

/** What two people say to each other; nobody else can read it. */
export function privateTalk({ feeds }: Pick<Peer, 'feeds'>, other: PublicKey): Talk {
  async function* read(): AsyncIterable<Line> {
    for await (const { id, from, text, time } of feeds.conversation(other)) yield { id, from, text, time }
  }
  const isOf = ({ author, body }: Entry): boolean =>
    body.type === 'sealed' && (author === other || author === feeds.author)
  return talk({ feeds }, read, isOf, async (text) => void (await feeds.send([other], text)))
}

function talk(
  { feeds }: Pick<Peer, 'feeds'>,
  read: () => AsyncIterable<Line>,
  isOf: (entry: Entry) => boolean,
  say: (text: string) => Promise<void>,
): Talk {
  const lines = signal<readonly Line[]>([])
  let queue: Promise<void> = Promise.resolve()

  async function load(): Promise<void> {
    const newest: Line[] = []
    for await (const line of read()) if (newest.push(line) === SHOWN) break
    lines.value = newest.reverse()
  }
  const again = (): Promise<void> => (queue = queue.then(load, load))

  const stop = feeds.onEntry((entry) => {
    if (isOf(entry)) void again()
  })
  void again()
  return {
    lines,
    say,
    close: stop,
  }
}
