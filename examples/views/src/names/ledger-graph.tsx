import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Empty } from '../parts.tsx'
import type { Ledger, LedgerBlock } from '../scene.ts'
import { useRoving } from '../use-roving.ts'
import { cutText, numberText, pictureLabel, plural, shortId } from '../words.ts'
import { huesOf } from './hues-of.ts'
import { placeBlocks } from './place-blocks.ts'

interface LedgerGraphProps {
  readonly ledger: Ledger
  /** Somebody chose a block. */
  readonly onSelect?: (block: LedgerBlock) => void
}

/** The ledger as it grew: branches, where they join, and claims that rival each other. A colour for each claimer. */
export function LedgerGraph({ ledger, onSelect }: LedgerGraphProps) {
  const { blocks, wires, width, height, left } = placeBlocks(ledger)
  const hues = huesOf(ledger)
  const [selected, setSelected] = useState<string>()
  const scroller = useRef<HTMLDivElement>(null)
  const roving = useRoving(blocks.length, (at) => {
    const block = blocks[at]?.block
    setSelected(block?.id)
    if (block) onSelect?.(block)
  })
  // The newest are what one looks for.
  useLayoutEffect(() => scroller.current?.scrollTo({ left: width }), [width])
  if (blocks.length === 0) return <Empty icon="names">No names are known yet. Claim the first.</Empty>
  const chosen = blocks.find(({ block }) => block.id === selected)?.block
  return (
    <div class="ledger">
      <div class="ledger-scroll" ref={scroller}>
        <svg width={width} height={height} role="group" aria-label={`${plural(blocks.length, 'block')} of the ledger`}>
          <g aria-hidden="true">
            {wires.map(({ id, path, joins }) => (
              <path key={id} class={joins ? 'ledger-wire is-joining' : 'ledger-wire'} d={path} />
            ))}
          </g>
          {blocks.map(({ block, x, y }, at) => (
            <Block
              key={block.id}
              block={block}
              hue={hues.get(block.key) ?? 0}
              x={x}
              y={y}
              isSelected={block.id === selected}
              control={roving(at)}
            />
          ))}
        </svg>
      </div>
      <LedgerLegend ledger={ledger} />
      {left > 0 && <p class="hint">{numberText(left)} older blocks, not drawn.</p>}
      {chosen && <BlockCard block={chosen} hue={hues.get(chosen.key) ?? 0} />}
    </div>
  )
}

interface BlockProps {
  readonly block: LedgerBlock
  readonly hue: number
  readonly x: number
  readonly y: number
  readonly isSelected: boolean
  readonly control: object
}

function Block({ block, hue, x, y, isSelected, control }: BlockProps) {
  const { name, joins, isRival, isTip } = block
  const shown = cutText(name, 12)
  return (
    <g
      {...control}
      role="button"
      aria-label={pictureLabel(shown, describe(block))}
      aria-pressed={isSelected}
      transform={`translate(${x} ${y})`}
      style={{ '--hue': hue }}
      class={`block ${isRival ? 'is-rival' : ''} ${isTip ? 'is-tip' : ''}`}
    >
      <circle class="block-reach" r="24" />
      {isRival && <circle class="block-rival" r="16" />}
      {joins ? <path class="block-dot" d="M0-13 13 0 0 13-13 0z" /> : <circle class="block-dot" r="10.5" />}
      {isTip && <circle class="block-tip" r="3.5" />}
      <text y="31">{shown}</text>
    </g>
  )
}

function describe({ name, key, work, joins, isRival, isTip }: LedgerBlock): string {
  return [
    `${name} by ${shortId(key)}`,
    `work ${numberText(work)}`,
    ...(joins ? ['joins branches'] : []),
    ...(isRival ? ['another key claims this name too'] : []),
    ...(isTip ? ['newest of its branch'] : []),
  ].join(', ')
}

function BlockCard({ block, hue }: { block: LedgerBlock; hue: number }) {
  return (
    <article class="block-card" style={{ '--hue': hue }}>
      <h3 dir="auto">{block.name}</h3>
      <p>{describe(block)}.</p>
      <code class="id">{block.id}</code>
    </article>
  )
}

function LedgerLegend({ ledger: { nodes } }: { ledger: Ledger }) {
  const keys = new Set(nodes.map(({ key }) => key)).size
  return (
    <ul class="legend" aria-label="What the shapes mean">
      <li>
        <svg class="legend-mark" viewBox="-14 -14 28 28" aria-hidden="true">
          <circle class="block-dot" r="9" />
        </svg>
        a block; {plural(keys, 'claimer')}, a colour for each
      </li>
      <li>
        <svg class="legend-mark" viewBox="-14 -14 28 28" aria-hidden="true">
          <path class="block-dot" d="M0-12 12 0 0 12-12 0z" />
        </svg>
        joins branches
      </li>
      <li>
        <svg class="legend-mark" viewBox="-14 -14 28 28" aria-hidden="true">
          <circle class="block-dot" r="9" />
          <circle class="block-tip" r="3.5" />
        </svg>
        nothing stands on it yet
      </li>
      <li>
        <svg class="legend-mark" viewBox="-18 -18 36 36" aria-hidden="true">
          <circle class="block-rival" r="15" />
          <circle class="block-dot" r="9" />
        </svg>
        rival claims on one name
      </li>
    </ul>
  )
}
