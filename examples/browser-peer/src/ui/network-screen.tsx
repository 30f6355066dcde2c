import { type Figure, Figures, NetworkGraph, numberText, Panel, SourcesList } from '@hydra/views'
import { lazyView } from './lazy-view.tsx'
import { useSession } from '../state/session.ts'
import { HelpersPanel } from './helpers-panel.tsx'

const TrafficChart = lazyView(async () => (await import('./traffic-chart.ts')).TrafficChart)

/** Who is here, over what, and who helped. */
export function NetworkScreen() {
  const { live } = useSession()
  const network = live.network.value
  const { sources = [] } = network
  return (
    <>
      <Panel title="Peers">
        <NetworkGraph network={network} />
      </Panel>
      <HelpersPanel />
      <Facts />
      <div class="pair">
        <Panel title="Who found them">
          <SourcesList sources={sources} />
        </Panel>
        <Panel title="Traffic">
          <TrafficChart samples={live.traffic.value} />
        </Panel>
      </div>
    </>
  )
}

function Facts() {
  const { live } = useSession()
  const { peers, more = 0, hidden } = live.network.value
  const records = Object.values(live.records.value).reduce((sum, count) => sum + count, 0)
  const isWeak = hidden === 'weak'
  const figures: Figure[] = [
    { what: 'Peers known', value: numberText(peers.length + more) },
    {
      what: 'Hidden requests',
      value: isWeak ? 'weak' : 'strong',
      hint: isWeak ? 'fewer than three links of your own' : 'neighbours cannot tell what is yours',
      isBad: isWeak,
    },
    { what: 'Records held', value: numberText(records), hint: 'names, files and posts that you help to keep' },
  ]
  return <Figures figures={figures} />
}
