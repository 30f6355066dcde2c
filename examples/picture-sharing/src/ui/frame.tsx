import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { go, path } from '../state/address.ts'
import { useSession } from '../state/session.ts'
import { Avatar } from './avatar.tsx'
import { Chat } from './chat.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Link } from './link.tsx'
import { PeopleAside } from './people-aside.tsx'

const PLACES: readonly { to: string; word: string; icon: IconName }[] = [
  { to: '/', word: 'Home', icon: 'home' },
  { to: '/search', word: 'Search', icon: 'search' },
  { to: '/new', word: 'Add', icon: 'plus' },
  { to: '/people', word: 'People', icon: 'people' },
  { to: '/you', word: 'You', icon: 'person' },
]

/** What stands around every page. Pictures that are dropped or pasted anywhere begin a post. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { drafts } = useSession()
  useEffect(() => {
    const take = (files: Iterable<File> | undefined, event: Event): void => {
      const given = [...(files ?? [])]
      if (given.length === 0) return
      event.preventDefault()
      drafts.add(given)
      go('/new')
    }
    const drop = (event: DragEvent): void => take(event.dataTransfer?.files, event)
    const paste = (event: ClipboardEvent): void => take(event.clipboardData?.files, event)
    const over = (event: DragEvent): void => event.preventDefault()
    document.addEventListener('dragover', over)
    document.addEventListener('drop', drop)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('drop', drop)
      document.removeEventListener('paste', paste)
    }
  }, [])
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the pictures
      </a>
      <Nav />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <PeopleAside />
      <Chat />
    </div>
  )
}

function Nav() {
  const { people, peer } = useSession()
  const [here = ''] = path.value
  const me = people.person(peer.feeds.author).value
  return (
    <nav class="nav" aria-label="Main">
      <Link to="/" class="brand">
        Daybook
      </Link>
      {PLACES.map(({ to, word, icon }) => (
        <Link
          key={to}
          to={to}
          class={`nav-link nav${to.replace('/', '-')}`}
          aria-current={to === `/${here}` ? 'page' : undefined}
        >
          {to === '/you' ? <Avatar person={me} size="s" /> : <Icon name={icon} />}
          <span>{word}</span>
        </Link>
      ))}
    </nav>
  )
}

function skip(event: Event): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#main')?.focus()
}
