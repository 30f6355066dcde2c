import {
  HostForm,
  type HostedService,
  type ListedService,
  Panel,
  RegistryList,
  type ServiceInspection,
  ServiceList,
} from '@hydra/views'
import { all } from '../ask.ts'
import { serviceOf } from '../scene-of.ts'
import type { NodeState } from '../state.ts'

export function ServicesPage({ node: { ask, now } }: { node: NodeState }) {
  const { services = [], url = location.origin } = now.value ?? {}
  const stop = async ({ label }: HostedService): Promise<void> => {
    await all(ask('services stop', { args: [label] }))
  }
  const host = async (target: string, label: string, { signal }: { signal: AbortSignal }): Promise<void> => {
    await all(ask('services host', { args: [target], options: label === '' ? {} : { as: label }, signal }))
  }
  const search = (words: string, signal: AbortSignal) =>
    all(ask<ListedService>('services search', { args: words.trim() === '' ? [] : [words], signal }))
  const inspect = async (manifest: string, { signal }: { signal: AbortSignal }): Promise<ServiceInspection> => {
    const [found] = await all(ask<ServiceInspection>('services inspect', { args: [manifest], signal }))
    if (found === undefined) throw new Error('Nobody here has it.')
    return found
  }
  const run = async ({ manifest }: ServiceInspection, label: string, { signal }: { signal: AbortSignal }) => {
    await all(ask('services run', { args: [manifest], options: { as: label, yes: true }, signal }))
  }
  return (
    <div class="page">
      <h1>Services</h1>
      <Panel title="Hosted here">
        <ServiceList services={services.map((each) => serviceOf(each, url))} onStop={stop} />
      </Panel>
      <div class="pair">
        <Panel title="Run a published one">
          <RegistryList onSearch={search} onInspect={inspect} onRun={run} />
        </Panel>
        <Panel title="Host a server of yours">
          <HostForm onHost={host} />
        </Panel>
      </div>
    </div>
  )
}
