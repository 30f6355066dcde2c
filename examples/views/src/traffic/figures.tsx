import type { ComponentChildren } from 'preact'

/** One thing that one wants to know at a glance. */
export interface Figure {
  readonly what: string
  readonly value: ComponentChildren
  /** What it means, in a few words. */
  readonly hint?: string
  readonly isBad?: boolean
}

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ what, value, hint, isBad }) => (
        <div key={what} class={isBad ? 'figure is-bad' : 'figure'}>
          <dt>{what}</dt>
          <dd>
            <strong>{value}</strong>
            {hint !== undefined && <small>{hint}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
