import { cutText, pictureLabel } from '../words.ts'
import { describe, nameOf, shortFacts } from './peer-words.ts'
import type { Spot } from './radial.ts'

interface PeerSpotProps {
  readonly spot: Spot
  readonly hasLabel: boolean
  readonly isSelected: boolean
  readonly control: object
}

/** A peer of the graph. What lies outside of the circle shows its name on the side that has room. */
export function PeerSpot({ spot: { peer, x, y, isConnected }, hasLabel, isSelected, control }: PeerSpotProps) {
  const { over = 'other', relayed, state } = peer
  const shown = cutText(nameOf(peer), 18)
  const style = { transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)` }
  return (
    <g
      {...control}
      role="button"
      aria-label={pictureLabel(shown, describe(peer))}
      aria-pressed={isSelected}
      style={style}
      class={`spot over-${over} is-${state} ${relayed ? 'is-relayed' : ''} ${hasLabel ? 'has-label' : ''}`}
    >
      <circle class="spot-reach" r="22" />
      <circle class="spot-dot" r={isConnected ? 11 : 5} />
      {relayed && <circle class="spot-relay" r="15" />}
      <text class="spot-name" y={isConnected ? 29 : 20}>
        {shown}
      </text>{' '}
      <text class="spot-more" y={isConnected ? 43 : 33}>
        {shortFacts(peer)}
      </text>
    </g>
  )
}
