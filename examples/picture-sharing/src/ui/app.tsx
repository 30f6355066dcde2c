import { useEffect } from 'preact/hooks'
import { go, path } from '../state/address.ts'
import { type Session, SessionProvider } from '../state/session.ts'
import { AlbumPage } from './album-page.tsx'
import { AlbumsPage } from './albums-page.tsx'
import { ComposePage } from './compose-page.tsx'
import { Frame } from './frame.tsx'
import { HomePage } from './home-page.tsx'
import { MessagesPage } from './messages-page.tsx'
import { PeoplePage } from './people-page.tsx'
import { PersonPage } from './person-page.tsx'
import { PostPage } from './post-page.tsx'
import { PrivacyPage } from './privacy-page.tsx'
import { SearchPage } from './search-page.tsx'
import { SharedPage } from './shared-page.tsx'
import { Welcome } from './welcome.tsx'
import { isWelcomed } from './welcomed.ts'
import { YouPage } from './you-page.tsx'

export function App({ session }: { session: Session }) {
  const [page = '', ...rest] = path.value
  useEffect(() => {
    // Who comes by a link to something sees that first; the welcome waits at home.
    if (page === '' && !isWelcomed()) go('/welcome', { replace: true })
    window.scrollTo(0, 0)
  }, [page, rest[0]])
  return (
    <SessionProvider value={session}>
      {page === 'welcome' ? (
        <Welcome step={rest[0] ?? ''} />
      ) : (
        <Frame>
          <Page page={page} rest={rest} />
        </Frame>
      )}
    </SessionProvider>
  )
}

function Page({ page, rest: [first = '', second] }: { page: string; rest: readonly string[] }) {
  switch (page) {
    case '':
      return <HomePage />
    case 'new':
      return <ComposePage />
    case 'post':
      return <PostPage key={first} id={first} index={second} />
    case 'person':
      return <PersonPage key={first} text={first} />
    case 'messages':
      return <MessagesPage key={first} text={first} />
    case 'people':
      return <PeoplePage />
    case 'search':
      return <SearchPage />
    case 'albums':
      return <AlbumsPage />
    case 'album':
      return <AlbumPage key={first} id={first} />
    case 'shared':
      return <SharedPage key={first} cid={first} />
    case 'you':
      return <YouPage />
    case 'privacy':
      return <PrivacyPage />
    default:
      return <p class="empty">There is nothing at this address.</p>
  }
}
