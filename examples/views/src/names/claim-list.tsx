import { useState } from 'preact/hooks'
import { Icon } from '../icon.tsx'
import type { NameClaim } from '../scene.ts'
import { hueOf, numberText } from '../words.ts'

interface ClaimListProps {
  readonly claims: readonly NameClaim[]
  readonly onPin?: (claim: NameClaim, isPinned: boolean) => Promise<void>
  readonly onOpen?: (claim: NameClaim) => void
  /** Colours of claimers where they stand in a graph beside it: `huesOf(ledger)`. @default one from each key */
  readonly hues?: ReadonlyMap<string, number>
}

/** Claims, the best first, each with its work as a bar: rank is evidence, not ownership. */
export function ClaimList({ claims, onPin, onOpen, hues }: ClaimListProps) {
  // Of each name one key is pinned at most; what was searched before does not know of it.
  const [pins, setPins] = useState<ReadonlyMap<string, string | undefined>>(new Map())
  const isPinned = ({ name, key, pinned }: NameClaim): boolean => (pins.has(name) ? pins.get(name) === key : pinned)
  const pin = async (claim: NameClaim): Promise<void> => {
    const wanted = !isPinned(claim)
    await onPin?.(claim, wanted)
    setPins((before) => new Map(before).set(claim.name, wanted ? claim.key : undefined))
  }
  const most = Math.max(1, ...claims.map(({ work }) => work))
  return (
    <ul class="rows">
      {claims.map((claim) => (
        <li
          key={`${claim.name} ${claim.key}`}
          class="row claim"
          style={{ '--hue': hues?.get(claim.key) ?? hueOf(claim.key) }}
        >
          <span class="claim-mark" aria-hidden="true" />
          <span class="row-main">
            <strong dir="auto">
              {claim.name} <span class="soft">({claim.fingerprint})</span>
            </strong>
            {claim.title && <small dir="auto">{claim.title}</small>}
            <span class="claim-work" title={`work ${numberText(claim.work)}`}>
              <span class="sr-only">{`Work ${numberText(claim.work)}`}</span>
              <span style={{ inlineSize: `${Math.max(2, (100 * claim.work) / most)}%` }} />
            </span>
            <Warnings claim={claim} />
          </span>
          {onOpen && (
            <button type="button" class="quiet small" onClick={() => onOpen(claim)} aria-label={`Open ${claim.name}`}>
              Open
            </button>
          )}
          {onPin && (
            <button type="button" class="quiet small" aria-pressed={isPinned(claim)} onClick={() => void pin(claim)}>
              {isPinned(claim) ? 'Unpin' : 'Pin'}
              <span class="sr-only">{` ${claim.name} of ${claim.fingerprint}`}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function Warnings({ claim: { contested, looksLike } }: { claim: NameClaim }) {
  return (
    <>
      {contested && (
        <small class="warning">
          <Icon name="warn" />
          Contested: another key has nearly as much work on this name.
        </small>
      )}
      {looksLike.length > 0 && (
        <small class="warning" dir="auto">
          <Icon name="warn" />
          Looks like {looksLike.slice(0, 3).join(', ')}.
        </small>
      )}
    </>
  )
}
