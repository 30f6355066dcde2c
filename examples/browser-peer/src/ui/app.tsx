import { Frame, Liveness, type Place, plural } from '@hydra/views'
import { useEffect } from 'preact/hooks'
import { helpersOf, troubleOf } from '../state/helpers.ts'
import { route } from '../state/route.ts'
import { type Session, SessionProvider, useSession } from '../state/session.ts'
import { lazyView } from './lazy-view.tsx'
import { NetworkScreen } from './network-screen.tsx'

const SCREENS = {
  network: NetworkScreen,
  host: lazyView(async () => (await import('./host-screen.tsx')).HostScreen),
  services: lazyView(async () => (await import('./services-screen.tsx')).ServicesScreen),
  files: lazyView(async () => (await import('./files-screen.tsx')).FilesScreen),
  names: lazyView(async () => (await import('./names-screen.tsx')).NamesScreen),
  inspect: lazyView(async () => (await import('./inspector-screen.tsx')).InspectorScreen),
  you: lazyView(async () => (await import('./you-screen.tsx')).YouScreen),
}

const PLACES: readonly Place[] = [
  { href: '#/network', word: 'Network', icon: 'network' },
  { href: '#/host', word: 'Host', icon: 'code' },
  { href: '#/services', word: 'Services', icon: 'services' },
  { href: '#/files', word: 'Files', icon: 'files' },
  { href: '#/names', word: 'Names', icon: 'names' },
  { href: '#/inspect', word: 'Inspect', icon: 'eye' },
  { href: '#/you', word: 'You', icon: 'person' },
]

export function App({ session }: { session: Session }) {
  const [screen = ''] = route.value
  const place = PLACES.find(({ href }) => href === `#/${screen}`) ?? PLACES[0]
  const here = place?.href ?? ''
  const Screen = SCREENS[here.slice(2) as keyof typeof SCREENS]
  useEffect(() => void (document.title = `${place?.word} · Hydra in a tab`), [place])
  return (
    <SessionProvider value={session}>
      <Frame brand="Hydra" places={PLACES} here={here} status={<Status />}>
        <div class="page">
          <h1>{place?.word}</h1>
          <Trouble />
          <Screen />
        </div>
      </Frame>
    </SessionProvider>
  )
}

function useConnected(): number {
  return useSession().live.network.value.peers.filter(({ state }) => state === 'connected').length
}

function Status() {
  const { isOnline } = useSession()
  const count = useConnected()
  if (!isOnline.value) return <Liveness state="gone">Offline</Liveness>
  return <Liveness state={count > 0 ? 'live' : 'waiting'}>{count > 0 ? plural(count, 'peer') : 'Alone'}</Liveness>
}

/** What keeps this tab from meeting others, and what to do about it. */
function Trouble() {
  const { places, peer, live, isOnline } = useSession()
  const trouble = troubleOf(helpersOf(places, peer.link, live.network.value), isOnline.value, useConnected())
  if (trouble === undefined) return null
  return (
    <p class="trouble" role="alert" dir="auto">
      {trouble} {places.rooms.length === 0 && isOnline.value && <a href="#/network/places">Meet in a room instead</a>}
    </p>
  )
}
