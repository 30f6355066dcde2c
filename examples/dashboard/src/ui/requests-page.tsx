import { Panel, RequestLanes, RequestList } from '@hydra/views'
import { useEffect, useState } from 'preact/hooks'
import type { NodeState } from '../state.ts'

export function RequestsPage({ node }: { node: NodeState }) {
  const requests = node.requests.value
  const nowMs = useClock()
  return (
    <div class="page">
      <h1>Requests</h1>
      <Panel title="The last minutes">
        <RequestLanes requests={requests} nowMs={nowMs} />
        <p class="hint">
          Only this node knows all of this. A hidden request looks like one that is passed on for others; a direct one
          is fast, and neighbours see whose it is.
        </p>
      </Panel>
      <Panel title="One by one">
        <RequestList requests={requests} withTrails />
      </Panel>
    </div>
  )
}

function useClock(): number {
  const [nowMs, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}
