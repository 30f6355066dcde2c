import {
  Checklist,
  ClaimForm,
  ClaimList,
  Consent,
  Figures,
  FileList,
  Frame,
  HostForm,
  IndexSearch,
  LedgerGraph,
  Liveness,
  LogView,
  NameSearch,
  NetworkGraph,
  Panel,
  RegistryList,
  RequestLanes,
  RequestList,
  ServiceList,
  SourcesList,
  TrafficChart,
} from '@hydra/views'
import '@hydra/views/styles.css'
import { render } from 'preact'
import * as scenes from './scenes.ts'

const never = () => new Promise<never>(() => {})
const nowMs = Date.now()

/** Every component, with as much of everything as is asked for, under one name. */
export function show({ count = 6, name }: { count?: number; name?: string } = {}): void {
  const named = name === undefined ? undefined : () => name
  const inspection = {
    manifest: 'bafkreimanifest',
    title: name ?? 'Guest book',
    version: '1.2.0',
    licence: 'MIT',
    description: name ?? 'Visitors leave a line, and read those of others.',
    asks: [name ?? 'It keeps up to 65536 bytes here.', 'It knows what time it is here.'],
    files: { [name ?? 'main.js']: name ?? 'export default { fetch: () => new Response("hi") }' },
  }
  const listing = {
    name: name ?? 'guest-book',
    title: name ?? 'Guest book',
    description: name ?? 'A line of yours',
    manifest: 'bafkrei',
  }
  const claims = Array.from({ length: Math.min(count, 40) }, (_, at) => ({
    name: name ?? 'whales',
    key: `key${at}`,
    fingerprint: 'amber-fox-7',
    title: name ?? 'Whales of the north',
    work: 90_000 / (at + 1),
    contested: at < 2,
    pinned: at === 0,
    looksLike: at === 2 ? [name ?? 'whaIes'] : [],
  }))
  const network = scenes.network(count, count, name === undefined ? {} : { name, why: name, sources: [name] })
  async function* check() {
    yield* scenes.steps
    if (name !== undefined) yield { step: name, well: false, found: name, remedy: name }
  }
  const root = document.querySelector('#app') ?? document.body.appendChild(document.createElement('div'))
  root.id = 'app'
  render(
    <Frame
      brand="Gallery"
      here="#/network"
      places={[
        { href: '#/network', word: 'Network', icon: 'network' },
        { href: '#/requests', word: 'Requests', icon: 'requests' },
        { href: '#/files', word: 'Files', icon: 'files' },
        { href: '#/names', word: 'Names', icon: 'names' },
        { href: '#/services', word: 'Services', icon: 'services' },
        { href: '#/health', word: 'Health', icon: 'health' },
      ]}
      status={<Liveness state="live">Live</Liveness>}
    >
      <div class="page">
        <h1>{name ?? 'Gallery'}</h1>
        <Panel title="Peers">
          <NetworkGraph network={network} />
        </Panel>
        <Panel title="Figures">
          <Figures
            figures={[
              { what: 'Neighbours', value: count, hint: '2 relayed' },
              { what: 'Hiding', value: 'weak', hint: 'fewer than three links of your own choice', isBad: true },
              { what: 'Up', value: '3 h' },
            ]}
          />
        </Panel>
        <div class="pair">
          <Panel title="Traffic">
            <TrafficChart samples={scenes.traffic(nowMs)} />
          </Panel>
          <Panel title="Found by">
            <SourcesList
              sources={[
                { name: name ?? 'mdns', state: 'running', found: 4 },
                { name: 'exchange', state: 'running', found: 120 },
                { name: 'tracker', state: 'failed', found: 0, lastError: name ?? 'It answered 502.' },
              ]}
            />
          </Panel>
        </div>
        <Panel title="Requests">
          <RequestLanes requests={scenes.requests(Math.max(24, count), nowMs, name)} nowMs={nowMs} />
          <RequestList requests={scenes.requests(Math.max(24, count), nowMs, name)} maxShown={14} />
        </Panel>
        <div class="pair">
          <Panel title="Shared">
            <FileList files={scenes.files(count, named)} onRemove={() => {}} onCancel={() => {}} />
          </Panel>
          <Panel title="Index">
            <IndexSearch onSearch={async () => scenes.found(count > 1_000 ? 100_000 : count, named)} onGet={() => {}} />
          </Panel>
        </div>
        <Panel title="Ledger">
          <LedgerGraph ledger={scenes.ledger(Math.max(40, count), named)} />
        </Panel>
        <div class="pair">
          <Panel title="Claims">
            <NameSearch onSearch={async () => claims} />
            <ClaimList claims={claims.slice(0, 3)} onPin={async () => {}} onOpen={() => {}} />
          </Panel>
          <Panel title="Claim a name">
            <ClaimForm services={['notes', 'guest-book', ...(name ? [name] : [])]} onClaim={never} />
          </Panel>
        </div>
        <Panel title="Services">
          <ServiceList services={scenes.services(count, name)} onStop={never} />
          <HostForm onHost={never} />
        </Panel>
        <div class="pair">
          <Panel title="Registry">
            <RegistryList onSearch={async () => [listing]} onInspect={async () => inspection} onRun={never} />
          </Panel>
          <Consent inspection={inspection} label="guest-book" onRun={never} onClose={() => {}} />
        </div>
        <div class="pair">
          <Panel title="Doctor">
            <Checklist onCheck={check} />
          </Panel>
          <Panel title="Log">
            <LogView lines={scenes.logs(Math.max(count, 30), nowMs, name)} />
          </Panel>
        </div>
      </div>
    </Frame>,
    root,
  )
}
