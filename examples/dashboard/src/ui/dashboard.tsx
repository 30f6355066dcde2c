import { Frame, Liveness, type Place } from '@hydra/views'
import { useEffect } from 'preact/hooks'
import { here } from '../address.ts'
import type { NodeState } from '../state.ts'
import { FilesPage } from './files-page.tsx'
import { HealthPage } from './health-page.tsx'
import { NamesPage } from './names-page.tsx'
import { NetworkPage } from './network-page.tsx'
import { RequestsPage } from './requests-page.tsx'
import { ServicesPage } from './services-page.tsx'

const PLACES: readonly Place[] = [
  { href: '#/network', word: 'Network', icon: 'network' },
  { href: '#/requests', word: 'Requests', icon: 'requests' },
  { href: '#/files', word: 'Files', icon: 'files' },
  { href: '#/names', word: 'Names', icon: 'names' },
  { href: '#/services', word: 'Services', icon: 'services' },
  { href: '#/health', word: 'Health', icon: 'health' },
]

const WORDS = { live: 'Live', waiting: 'Connecting…', gone: 'The node does not answer', refused: '' }

export function Dashboard({ node }: { node: NodeState }) {
  const state = node.liveness.value
  const place = PLACES.find(({ href }) => href === here.value)
  useEffect(() => {
    document.title = `${place?.word ?? 'Nothing'} · Hydra`
    window.scrollTo(0, 0)
  }, [place])
  return (
    <Frame
      brand="Hydra"
      places={PLACES}
      here={here.value}
      status={<Liveness state={state === 'refused' ? 'gone' : state}>{WORDS[state]}</Liveness>}
    >
      {state === 'gone' && (
        <p class="banner" role="alert">
          The node does not answer. What you see is how it was; `hydra start` starts it again.
        </p>
      )}
      <Screen href={here.value} node={node} />
    </Frame>
  )
}

function Screen({ href, node }: { href: string; node: NodeState }) {
  switch (href) {
    case '#/network':
      return <NetworkPage node={node} />
    case '#/requests':
      return <RequestsPage node={node} />
    case '#/files':
      return <FilesPage node={node} />
    case '#/names':
      return <NamesPage node={node} />
    case '#/services':
      return <ServicesPage node={node} />
    case '#/health':
      return <HealthPage node={node} />
    default:
      return <p>There is nothing at this address.</p>
  }
}
