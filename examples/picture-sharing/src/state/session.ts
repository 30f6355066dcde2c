import type { Peer } from '@hydra/peer'
import type { NetworkLink } from '@hydra/peer/browser'
import type { ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type AppPeer } from '../peer/open-peer.ts'
import type { Places } from '../peer/places.ts'
import { createPreparing } from '../pictures/preparing.ts'
import { type Cards, createCards } from './cards.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { createHolding, type Holding } from './holding.ts'
import { type Journal, timeline } from './journal.ts'
import { createMe, type Me } from './me.ts'
import { countNeighbours } from './neighbours.ts'
import { createPeople, type People } from './people.ts'
import { publicTalk, type Talk } from './talk.ts'
import { createThreads, type Threads } from './threads.ts'

/** Everything that the pages of the app show, and do. */
export interface Session extends AppPeer {
  readonly peer: Peer<NetworkLink>
  readonly places: Places
  readonly cards: Cards
  readonly people: People
  readonly me: Me
  readonly journal: Journal
  readonly threads: Threads
  readonly drafts: Drafts
  readonly holding: Holding
  readonly everyone: Talk
  readonly neighbours: ReadonlySignal<number>
}

export function createSession(app: AppPeer, places: Places): Session {
  const { peer, holders } = app
  const preparing = createPreparing()
  const cards = createCards(peer)
  return {
    ...app,
    places,
    cards,
    people: createPeople(peer, cards),
    me: createMe(peer, cards, preparing),
    journal: timeline(peer),
    threads: createThreads(peer, cards),
    drafts: createDrafts(peer, cards, preparing),
    holding: createHolding(peer, holders),
    everyone: publicTalk(peer, cards),
    neighbours: countNeighbours(peer),
  }
}

const SessionContext = createContext<Session | undefined>(undefined)
export const SessionProvider = SessionContext.Provider

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('This is shown outside of a session.')
  return session
}
