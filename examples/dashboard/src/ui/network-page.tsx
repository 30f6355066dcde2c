import type { Now } from '@hydra/node/feed'
import {
  bytesText,
  durationText,
  type Figure,
  Figures,
  NetworkGraph,
  Panel,
  plural,
  SourcesList,
  TrafficChart,
} from '@hydra/views'
import { networkOf } from '../scene-of.ts'
import type { NodeState } from '../state.ts'
import { ConnectForm } from './connect-form.tsx'

export function NetworkPage({ node }: { node: NodeState }) {
  const now = node.now.value
  return (
    <div class="page">
      <h1>Network</h1>
      {now && (
        <>
          <Figures figures={figuresOf(now)} />
          <Panel title="Peers">
            <NetworkGraph network={networkOf(now)} />
          </Panel>
        </>
      )}
      <div class="pair">
        <Panel title="Traffic">
          <TrafficChart samples={node.traffic.value} />
        </Panel>
        <Panel title="Found by">
          <SourcesList sources={now?.sources ?? []} />
          <ConnectForm ask={node.ask} />
        </Panel>
      </div>
    </div>
  )
}

function figuresOf({ peers, hidden, upSeconds, memoryBytes, records }: Now): Figure[] {
  const connected = peers.filter(({ state }) => state === 'connected')
  const relayed = connected.filter(({ relayed: is }) => is).length
  const count = Object.values(records).reduce((sum, each) => sum + each, 0)
  return [
    { what: 'Neighbours', value: connected.length, hint: relayed > 0 ? `${relayed} relayed` : 'all direct' },
    {
      what: 'Hiding',
      value: hidden,
      hint: hidden === 'strong' ? 'enough links of your own choice' : 'fewer than three links of your own choice',
      isBad: hidden === 'weak',
    },
    { what: 'Held here', value: plural(count, 'record'), hint: 'names, posts, files' },
    { what: 'Up', value: durationText(1000 * upSeconds), hint: `${bytesText(memoryBytes)} of memory` },
  ]
}
