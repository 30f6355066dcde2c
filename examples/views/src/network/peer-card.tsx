import { Icon } from '../icon.tsx'
import { Copy } from '../parts.tsx'
import type { NetworkPeer } from '../scene.ts'
import { durationText } from '../words.ts'
import { nameOf, STATES, TRANSPORTS } from './peer-words.ts'

/** All that is known of one peer. */
export function PeerCard({ peer, onClose }: { peer: NetworkPeer; onClose: () => void }) {
  const { peerId, state, over, relayed, outbound, roundTripMs, sources, why } = peer
  const facts: [string, string | undefined][] = [
    ['State', STATES[state]],
    ['Carried by', over && TRANSPORTS[over]],
    ['Way', state === 'connected' ? (relayed ? 'relayed by another peer' : 'direct') : undefined],
    ['Who called', outbound === undefined ? undefined : outbound ? 'you' : 'it did'],
    ['Round trip', roundTripMs === undefined ? undefined : durationText(roundTripMs)],
    ['Found by', sources.join(', ') || (outbound === false ? 'itself: it came to you' : undefined)],
    ['Why', why],
  ]
  return (
    <article class="peer-card" aria-label={`Peer ${nameOf(peer)}`}>
      <header>
        <h3 dir="auto">{nameOf(peer)}</h3>
        <Copy text={peerId} what="its peer id" />
        <button type="button" class="round" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <dl class="facts">
        {facts.map(([what, value]) =>
          value === undefined ? null : (
            <div key={what}>
              <dt>{what}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ),
        )}
      </dl>
      <code class="id">{peerId}</code>
    </article>
  )
}
