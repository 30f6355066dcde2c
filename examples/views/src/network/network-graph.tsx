import { useState } from 'preact/hooks'
import type { Network } from '../scene.ts'
import { useRoving } from '../use-roving.ts'
import { useSize } from '../use-size.ts'
import { numberText, plural } from '../words.ts'
import { Legend } from './legend.tsx'
import { PeerCard } from './peer-card.tsx'
import { PeerSpot } from './peer-spot.tsx'
import { nameOf } from './peer-words.ts'
import { radialLayout } from './radial.ts'

// Beyond these, names would lie on each other: they show where one looks.
const LABELLED = 16
const ROOM_PER_LABEL_PX = 34
const NARROW_PX = 520
// Where on its ring a label stands: below, and off the line on which a single peer is drawn.
const RING_LABEL = 1.15

/** Who is connected, drawn around oneself, and who is known besides. */
export function NetworkGraph({ network }: { network: Network }) {
  const { self, peers, more = 0 } = network
  const { ref, width, height } = useSize<HTMLDivElement>()
  const [selected, setSelected] = useState<string>()
  const { centre, spots, rings, left } = radialLayout(peers, { width, height })
  const roving = useRoving(spots.length, (at) => setSelected(spots[at]?.peer.peerId))
  const connected = peers.filter(({ state }) => state === 'connected')
  const hasLabels = connected.length <= Math.min(LABELLED, (2 * (width + height)) / ROOM_PER_LABEL_PX / 2)
  const chosen = peers.find(({ peerId }) => peerId === selected)
  return (
    <div class={width < NARROW_PX ? 'network is-narrow' : 'network'}>
      <div class="network-space" ref={ref}>
        {width > 0 && (
          <svg width={width} height={height} role="group" aria-label={`${plural(connected.length, 'peer')} connected`}>
            <g aria-hidden="true">
              {rings.map(({ ms, rx, ry }) => (
                <g key={ms} class="ring">
                  <ellipse cx={centre.x} cy={centre.y} rx={rx} ry={ry} />
                  <text x={centre.x + rx * Math.cos(RING_LABEL)} y={centre.y + ry * Math.sin(RING_LABEL)}>
                    {ms} ms
                  </text>
                </g>
              ))}
              {spots.map(({ peer: { peerId, state, over = 'other', relayed }, x, y, isConnected }) =>
                isConnected || state === 'dialling' ? (
                  <Wire
                    key={peerId}
                    class={`over-${over} ${relayed ? 'is-relayed' : ''} ${isConnected ? '' : 'is-dialling'}`}
                    path={`M${centre.x} ${centre.y}L${x.toFixed(1)} ${y.toFixed(1)}`}
                  />
                ) : null,
              )}
              <g class="self" transform={`translate(${centre.x} ${centre.y})`}>
                <circle r="26" />
                <text dy="0.35em">you</text>
              </g>
            </g>
            {spots.map((spot, at) => (
              <PeerSpot
                key={spot.peer.peerId}
                spot={spot}
                hasLabel={hasLabels && spot.isConnected}
                isSelected={spot.peer.peerId === selected}
                control={roving(at)}
              />
            ))}
          </svg>
        )}
        {spots.length === 0 && <p class="network-alone">Nobody else is known yet.</p>}
      </div>
      <Legend peers={peers} />
      <Unseen connected={left.connected} others={left.others + more} />
      <p class="sr-only" role="status">
        {`You are ${nameOf(self)}. ${plural(connected.length, 'peer')} connected.`}
      </p>
      {chosen && <PeerCard peer={chosen} onClose={() => setSelected(undefined)} />}
    </div>
  )
}

/** A line that moves with its peer: styles move gently, attributes do not. */
function Wire({ class: name, path }: { class: string; path: string }) {
  return <path class={`wire ${name}`} d={path} style={{ d: `path('${path}')` }} />
}

function Unseen({ connected, others }: { connected: number; others: number }) {
  if (connected + others === 0) return null
  const parts = [
    ...(connected > 0 ? [`${numberText(connected)} more connected`] : []),
    ...(others > 0 ? [`${numberText(others)} more known`] : []),
  ]
  return <p class="hint">{parts.join(', ')}, not drawn.</p>
}
