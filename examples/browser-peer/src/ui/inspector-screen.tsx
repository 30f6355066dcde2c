import '../styles/later.css'
import { type Figure, Figures, LogView, numberText, Panel, plural, RequestLanes, RequestList } from '@hydra/views'
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'

/** What this peer asks and answers, how well it was hidden, and what it says about its neighbours. */
export function InspectorScreen() {
  const { requests, log } = useSession()
  return (
    <>
      <Panel title="Requests over time">
        <RequestLanes requests={requests.value} nowMs={useNow()} />
      </Panel>
      <Mesh />
      <div class="pair">
        <Panel title="Requests">
          <RequestList requests={requests.value} withTrails />
        </Panel>
        <Panel title="Log">
          <LogView lines={log.value} />
        </Panel>
      </div>
    </>
  )
}

function Mesh() {
  const { live, peer, counts } = useSession()
  const { hidden, peers } = live.network.value
  const links = peers.filter(({ state }) => state === 'connected')
  const own = links.filter(({ outbound }) => outbound)
  const kinds = Object.entries(live.records.value)
  const figures: Figure[] = [
    { what: 'Mesh', value: plural(links.length, 'link'), hint: `${own.length} of them of this peer's own choice` },
    {
      what: 'Hidden',
      value: hidden,
      hint: hidden === 'weak' ? 'three own links are needed' : 'enough links to hide behind',
      isBad: hidden === 'weak',
    },
    { what: 'Reached at', value: plural(peer.link.node.getMultiaddrs().length, 'address', 'addresses') },
    ...COUNTED.map(([what, words, hint]) => ({ what: words, value: numberText(counts.get(what) ?? 0), hint })),
    ...kinds.map(([kind, count]) => ({ what: KINDS[kind] ?? kind, value: plural(count, 'record') })),
  ]
  return <Figures figures={figures} />
}

const COUNTED = [
  ['opened', 'Requests carried', 'your own and those passed on for others, which look alike'],
  ['replied', 'Answers carried', 'by the same trails, back'],
  ['announcements', 'Services heard of', 'announcements that came by, one for each service and renewal'],
] as const

const KINDS: Readonly<Record<string, string>> = {
  'hydra/feeds/1': 'Posts',
  'hydra/files/index/1': 'Index of files',
  names: 'Names',
}

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
