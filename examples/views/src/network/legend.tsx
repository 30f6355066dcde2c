import type { NetworkPeer, Transport } from '../scene.ts'
import { TRANSPORTS } from './peer-words.ts'

/** What the lines mean, of those that are drawn. */
export function Legend({ peers }: { peers: readonly NetworkPeer[] }) {
  const connected = peers.filter(({ state }) => state === 'connected')
  const over = [...new Set(connected.flatMap(({ over: each }) => each ?? []))]
  if (over.length === 0) return null
  return (
    <ul class="legend" aria-label="What the lines mean">
      {over.map((each: Transport) => (
        <li key={each}>
          <Line class={`over-${each}`} />
          {TRANSPORTS[each]}
        </li>
      ))}
      {connected.some(({ relayed }) => relayed) && (
        <li>
          <Line class="is-relayed" />
          relayed by another peer
        </li>
      )}
    </ul>
  )
}

function Line({ class: name }: { class: string }) {
  return (
    <svg class="legend-line" width="26" height="8" aria-hidden="true">
      <line class={`wire ${name}`} x1="1" y1="4" x2="25" y2="4" />
    </svg>
  )
}
