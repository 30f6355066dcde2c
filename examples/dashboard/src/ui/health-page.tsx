import { type CheckStep, Checklist, LogView, Panel } from '@hydra/views'
import type { Ask } from '../ask.ts'
import type { NodeState } from '../state.ts'

export function HealthPage({ node: { ask, lines } }: { node: NodeState }) {
  return (
    <div class="page">
      <h1>Health</h1>
      <Panel title="The doctor">
        <Checklist onCheck={(signal) => check(ask, signal)} />
      </Panel>
      <Panel title="The log">
        <LogView lines={lines.value} />
      </Panel>
    </div>
  )
}

/** The doctor's steps. That some are not well stands in them already, and is no failure of the looking. */
async function* check(ask: Ask, signal: AbortSignal): AsyncGenerator<CheckStep> {
  let isIll = false
  try {
    for await (const step of ask<CheckStep>('doctor', { signal })) {
      isIll ||= !step.well
      yield step
    }
  } catch (error) {
    if (!isIll) throw error
  }
}
