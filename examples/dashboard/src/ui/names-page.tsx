import {
  ClaimForm,
  ClaimList,
  huesOf,
  type ClaimWish,
  type Ledger,
  LedgerGraph,
  type NameClaim,
  NameSearch,
  Panel,
  plural,
  type TaskContext,
} from '@hydra/views'
import { useState } from 'preact/hooks'
import { all } from '../ask.ts'
import type { NodeState } from '../state.ts'

/** A claim as the node tells it: what it says of itself lies in its payload. */
type Told = Omit<NameClaim, 'title' | 'description'> & { readonly payload: { title?: string; description?: string } }

/** Of the colour that its block has in the graph, where keys are written in another way. */
const claimOf = ({ payload: { title, description }, ...claim }: Told, { nodes }: Ledger): NameClaim => ({
  ...claim,
  key: nodes.find(({ id }) => id === claim.block)?.key ?? claim.key,
  ...(title !== undefined && { title }),
  ...(description !== undefined && { description }),
})

export function NamesPage({ node: { ask, ledger, now } }: { node: NodeState }) {
  const [rivals, setRivals] = useState<{ name: string; claims: readonly NameClaim[] }>()
  const { total = 0, ...drawn } = ledger.value ?? { nodes: [], edges: [], columns: 0, rows: 0 }
  const services = (now.value?.services ?? []).map(({ label }) => label)
  const claim = async ({ name, service, title }: ClaimWish, context: TaskContext): Promise<void> => {
    await all(ask('names claim', { args: [name, service], options: title === '' ? {} : { title }, ...context }))
  }
  const search = async (words: string, signal: AbortSignal) =>
    (await all(ask<Told>('names search', { args: [words], signal }))).map((each) => claimOf(each, drawn))
  const pin = async ({ name, key }: NameClaim, isPinned: boolean): Promise<void> => {
    const own = (await all(ask<Told>('names resolve', { args: [name] }))).find(
      (told) => told.key === key || claimOf(told, drawn).key === key,
    )
    if (own) await all(ask('names pin', { args: [name, own.key], options: { none: !isPinned } }))
  }
  const resolve = async (name: string): Promise<void> => {
    const claims = await all(ask<Told>('names resolve', { args: [name] })).catch(() => [])
    setRivals({ name, claims: claims.map((each) => claimOf(each, drawn)) })
  }
  return (
    <div class="page">
      <h1>Names</h1>
      <Panel title="The ledger" aside={<span class="hint">{plural(total, 'block')}</span>}>
        <LedgerGraph ledger={{ ...drawn, total }} onSelect={({ name }) => void resolve(name)} />
        {rivals && (
          <section aria-label={`Claims on ${rivals.name}`}>
            <h3 dir="auto">{`Who claims ${rivals.name}`}</h3>
            <ClaimList claims={rivals.claims} hues={huesOf(drawn)} onPin={pin} />
          </section>
        )}
      </Panel>
      <div class="pair">
        <Panel title="Find a name">
          <NameSearch onSearch={search} onPin={pin} />
        </Panel>
        <Panel title="Claim a name">
          <ClaimForm services={services} onClaim={claim} />
        </Panel>
      </div>
    </div>
  )
}
