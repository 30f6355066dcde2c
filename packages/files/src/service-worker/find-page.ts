import type { FromPage, Offer } from './messages.ts'
import type { Client, Clients } from './worker-scope.ts'

/** A page that accepted, and the port to it. */
export interface Line {
  readonly pageId: string
  readonly port: MessagePort
}

// Several tabs of an app can answer alike. The one that asks should: it is there as long as its answer is wanted.
const HEAD_START_MS = 100
// A page says so within a turn of its loop. One that is still loading, or busy, is asked again.
const ROUND_MS = 1_000
const ROUNDS = 10

/** The page that answers a path. Undefined where no page is open, or none of them has a handler for it. */
export async function findPage(clients: Clients, askingId: string, path: string): Promise<Line | undefined> {
  for (let round = 0; round < ROUNDS; round++) {
    const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true })
    const found = await firstToAccept(pages, askingId, path)
    if (found !== 'silent') return found === 'refused' ? undefined : found
  }
  return undefined
}

type Answer = Line | 'refused' | 'silent'

async function firstToAccept(pages: readonly Client[], askingId: string, path: string): Promise<Answer> {
  const isAskingOpen = pages.some(({ id }) => id === askingId)
  let chosen: Line | undefined
  const answers = pages.map(async (page) => {
    if (isAskingOpen && page.id !== askingId) await new Promise((resolve) => setTimeout(resolve, HEAD_START_MS))
    if (chosen) return 'silent'
    const answer = await offer(page, path)
    if (typeof answer === 'string') return answer
    if (chosen) answer.port.close()
    else chosen = answer
    return answer
  })
  const accepted = answers.map(async (answer) => {
    if (typeof (await answer) === 'string') throw new Error('not this one')
  })
  await Promise.any(accepted).catch(() => undefined)
  if (chosen) return chosen
  return (await Promise.all(answers)).includes('silent') ? 'silent' : 'refused'
}

function offer(page: Client, path: string): Promise<Answer> {
  const { port1: port, port2 } = new MessageChannel()
  const message: Offer = { hydra: 'offer', path }
  return new Promise((resolve) => {
    const decide = (answer: Answer) => {
      clearTimeout(timer)
      port.removeEventListener('message', hear)
      if (typeof answer === 'string') port.close()
      resolve(answer)
    }
    const hear = ({ data }: MessageEvent<FromPage>) =>
      decide(data.type === 'accept' ? { pageId: page.id, port } : 'refused')
    const timer = setTimeout(() => decide('silent'), ROUND_MS)
    port.addEventListener('message', hear)
    port.start()
    page.postMessage(message, [port2])
  })
}
