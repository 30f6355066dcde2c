import { Copy, TaskState } from '../parts.tsx'
import type { HostedService } from '../scene.ts'
import { useTask } from '../use-task.ts'
import { plural } from '../words.ts'
import { GuestUsage } from './guest-usage.tsx'

const KINDS: Readonly<Record<HostedService['kind'], string>> = {
  server: 'a server of this machine',
  guest: 'in the sandbox',
  page: 'from this page',
}
const ENDS: Readonly<Record<string, string>> = {
  cpu: 'it took too long',
  memory: 'it took too much memory',
  crash: 'it failed',
  stopped: 'it was stopped',
}

interface ServiceCardProps {
  readonly service: HostedService
  readonly onStop?: (service: HostedService) => Promise<void>
}

export function ServiceCard({ service, onStop }: ServiceCardProps) {
  const { label, title = label, url, href, kind, origin, state = 'running', permissions = [], usage } = service
  const stopping = useTask<[]>(async () => onStop?.(service))
  return (
    <li class={`card service is-${state}`}>
      <header>
        <span class={`state state-${state}`}>{state}</span>
        <h3 dir="auto">{title}</h3>
        <small dir="auto">
          {title === label ? '' : `${label}, `}
          {kind === 'server' && origin ? origin : KINDS[kind]}
        </small>
      </header>
      {usage && <GuestUsage usage={usage} />}
      <Lives service={service} />
      {permissions.length > 0 && (
        <details>
          <summary>{plural(permissions.length, 'permission')}</summary>
          <ul class="sentences">
            {permissions.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
      <div class="address">
        {href ? (
          <a href={href} class="id" target="_blank" rel="noreferrer">
            {url}
          </a>
        ) : (
          <code class="id">{url}</code>
        )}
        <Copy text={url} what={`the address of ${title}`} />
        {onStop && (
          <button
            type="button"
            class="button soft small"
            disabled={stopping.isRunning}
            onClick={() => stopping.start()}
          >
            Stop<span class="sr-only"> {title}</span>
          </button>
        )}
      </div>
      <TaskState task={stopping} what={`Stopping ${title}`} />
    </li>
  )
}

function Lives({ service: { restarts = 0, lastEnd } }: { service: HostedService }) {
  if (restarts === 0 && lastEnd === undefined) return null
  const why = lastEnd === undefined ? '' : `, the last time because ${ENDS[lastEnd] ?? lastEnd}`
  return <small class="warning">{`Started again ${plural(restarts, 'time')}${why}.`}</small>
}
