import { useState } from 'preact/hooks'
import { Empty, TaskState } from '../parts.tsx'
import { SearchField } from '../search-field.tsx'
import type { ListedService, ServiceInspection } from '../scene.ts'
import { useSearch } from '../use-search.ts'
import { type TaskContext, useTask } from '../use-task.ts'
import { Consent } from './consent.tsx'

interface RegistryListProps {
  readonly onSearch: (words: string, signal: AbortSignal) => Promise<readonly ListedService[]>
  /** Brings what a service says of itself, and its source. */
  readonly onInspect: (manifest: string, context: TaskContext) => Promise<ServiceInspection>
  /** Runs it with all that it asks for: somebody agreed. */
  readonly onRun: (inspection: ServiceInspection, label: string, context: TaskContext) => Promise<void>
}

/** Services that anybody may run: find one, read what it asks for, run it. */
export function RegistryList({ onSearch, onInspect, onRun }: RegistryListProps) {
  const search = useSearch(onSearch)
  const [inspected, setInspected] = useState<ServiceInspection>()
  const [listed, setListed] = useState<ListedService>()
  const inspecting = useTask<[string]>(async (context, manifest) => setInspected(await onInspect(manifest, context)))
  const look = (service: ListedService): void => {
    setInspected(undefined)
    setListed(service)
    inspecting.start(service.manifest)
  }
  return (
    <div class="finder">
      <SearchField search={search} label="Search services" placeholder="Guest book, poll, …" />
      {search.found?.length === 0 && <Empty icon="services">No service is listed under these words yet.</Empty>}
      <ul class="rows">
        {search.found?.slice(0, MAX_LISTED).map((service) => (
          <li key={`${service.name} ${service.manifest}`} class="row">
            <span class="row-main">
              <strong dir="auto">
                {service.title} <span class="soft">{service.name}</span>
              </strong>
              <small dir="auto">{service.description.slice(0, 200)}</small>
            </span>
            <button type="button" class="button soft small" onClick={() => look(service)}>
              Look<span class="sr-only"> at {service.title}</span>
            </button>
          </li>
        ))}
      </ul>
      <TaskState task={inspecting} what={`Fetching ${listed?.title ?? 'it'}`} />
      {inspected && (
        <Consent
          key={inspected.manifest}
          inspection={inspected}
          label={listed?.name ?? ''}
          onRun={onRun}
          onClose={() => setInspected(undefined)}
        />
      )}
    </div>
  )
}

const MAX_LISTED = 40
