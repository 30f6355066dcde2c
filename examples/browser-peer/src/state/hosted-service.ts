import type { Inspection, RunningService } from '@hydra/services/registry'
import type { HostedService, ServiceInspection } from '@hydra/views'
import type { Kept } from './kept-list.ts'

export function hostedService({ kept, service }: { kept: Kept; service: RunningService }): HostedService {
  const { state, restarts, lastEnd, usage } = service.status()
  return {
    label: kept.label,
    title: service.manifest.title,
    url: service.url,
    kind: kept.kind,
    state,
    restarts,
    ...(lastEnd !== undefined && { lastEnd }),
    usage: { ...usage, memoryLimitBytes: service.manifest.limits.memoryBytes },
  }
}

export function inspectionOf(cid: string, { manifest, asks, files }: Inspection): ServiceInspection {
  const { title, version, licence, description } = manifest
  return { manifest: cid, title, version, licence, description, asks, files: Object.fromEntries(files) }
}
