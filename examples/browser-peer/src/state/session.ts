import { type LogLine, type RequestSeen, shortId } from '@hydra/views'
import { type ReadonlySignal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { MeetingPlaces } from '../peer/meeting-places.ts'
import { type OpenPeer, openPeer } from '../peer/open-peer.ts'
import { keepReaching } from '../peer/reconnect.ts'
import { createHosting, type Hosting } from './hosting.ts'
import { type LiveNetwork, watchNetwork } from './network.ts'
import { createRing } from './ring.ts'
import { createShelf, type Shelf } from './shelf.ts'

/** Everything that the screens show, and do. */
export interface Session extends OpenPeer {
  readonly name: string
  readonly places: MeetingPlaces
  readonly live: LiveNetwork
  readonly hosting: Hosting
  readonly shelf: Shelf
  readonly requests: ReadonlySignal<readonly RequestSeen[]>
  readonly log: ReadonlySignal<readonly LogLine[]>
  readonly isOnline: ReadonlySignal<boolean>
  /** What the router counted so far. */
  readonly counts: ReadonlyMap<string, number>
  close(): Promise<void>
}

const MAX_REQUESTS = 300
const MAX_LINES = 500

export async function openSession(name: string, places: MeetingPlaces): Promise<Session> {
  const requests = createRing<RequestSeen>(MAX_REQUESTS, (one, other) => one.id === other.id)
  const lines = createRing<LogLine>(MAX_LINES)
  const say = (level: LogLine['level']) => (text: string) => lines.add({ atMs: Date.now(), level, text })
  const counts = new Map<string, number>()
  const onMetric = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)
  const watchers = { onRequest: (seen: RequestSeen) => requests.add(seen), onLog: say('warn'), onMetric }
  const opened = await openPeer(name, places, watchers)
  const { peer } = opened
  const info = say('info')
  info(`Opened as ${peer.link.node.peerId.toString()}.`)
  peer.link.node.addEventListener('peer:connect', ({ detail }) => info(`Connected to ${shortId(detail.toString())}.`))
  peer.link.node.addEventListener('peer:disconnect', ({ detail }) => info(`${shortId(detail.toString())} is gone.`))
  const live = watchNetwork(peer)
  const stop = keepReaching(peer.link, places.nodes)
  const hosting = createHosting(name, peer, info)
  const shelf = createShelf(peer)
  void hosting.resume()
  void shelf.load()
  return {
    ...opened,
    name,
    places,
    live,
    hosting,
    shelf,
    requests: requests.all,
    log: lines.all,
    counts,
    isOnline: onlineSignal(),
    async close() {
      stop()
      live.close()
      await peer.close()
    },
  }
}

function onlineSignal(): ReadonlySignal<boolean> {
  const isOnline = signal(navigator.onLine)
  for (const event of ['online', 'offline']) addEventListener(event, () => void (isOnline.value = navigator.onLine))
  return isOnline
}

const SessionContext = createContext<Session | undefined>(undefined)
export const SessionProvider = SessionContext.Provider

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('This is shown outside of a session.')
  return session
}
