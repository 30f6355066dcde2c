import { useSession } from '../state/session.ts'
import { JournalView } from './journal-view.tsx'
import { Link } from './link.tsx'

export function HomePage() {
  const { journal, people, peer } = useSession()
  const me = people.person(peer.feeds.author).value
  return (
    <>
      <h1 class="sr-only">Home</h1>
      <JournalView
        journal={journal}
        empty={
          <div class="empty">
            <h2>Hello{me.nickname ? `, ${me.name}` : ''}. A quiet page, so far.</h2>
            <p>Add a picture of your own, or follow somebody: what they share appears here.</p>
            <Link to="/new" class="button">
              Add a picture
            </Link>
            <Link to="/people" class="button soft">
              Find people
            </Link>
          </div>
        }
      />
    </>
  )
}
