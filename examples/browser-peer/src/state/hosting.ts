import { indexedDbSlot } from '@hydra/identity'
import type { Peer } from '@hydra/peer'
import { keptKey } from '@hydra/services'
import type { RunningService } from '@hydra/services/registry'
import type { HostedService, ServiceInspection, TaskContext } from '@hydra/views'
import { type ReadonlySignal, signal } from '@preact/signals'
import { hostedService, inspectionOf } from './hosted-service.ts'
import { type Kept, type KeptPage, readKept, writeKept } from './kept-list.ts'
import type { Sandboxes } from './sandboxes.ts'

/** What this tab hosts: code of its editor, and services that others published. */
export interface Hosting {
  readonly services: ReadonlySignal<readonly HostedService[]>
  /** What was kept and did not start, and why. */
  readonly failures: ReadonlySignal<readonly string[]>
  /** Hosts what the editor has, or puts it in the place of what ran under that label: same address, same storage. */
  hostPage(page: Omit<KeptPage, 'kind'>): Promise<HostedService>
  inspect(manifest: string, options: { signal?: AbortSignal }): Promise<ServiceInspection>
  hostGuest(manifest: string, label: string, options: { signal?: AbortSignal }): Promise<void>
  /** Lists the source of what the editor hosts, for everybody to read and run. */
  publish(label: string, about: Published, context: TaskContext): Promise<void>
  stop(label: string): Promise<void>
  /** The source of what the editor hosts under a label. */
  sourceOf(label: string): string | undefined
  /** Hosts again what was hosted before the page was closed. */
  resume(): Promise<void>
  /** Looks at what they use. */
  look(): void
}

/** What others find it by. */
export interface Published {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly licence: string
}

const MAX_SOURCE = 256_000
const MAX_HOSTED = 24
const LIMITS = { cpuMsPerCall: 1_000, memoryBytes: 32 * 1024 ** 2, maxConcurrent: 8, maxBodyBytes: 1024 ** 2 }
const GRANT = { kvBytes: 1_000_000, log: true, clock: true, randomness: true }

interface Running {
  readonly kept: Kept
  readonly service: RunningService
}

export function createHosting(name: string, peer: Peer, onLog: (line: string) => void): Hosting {
  const slot = indexedDbSlot(`${name} hosted`)
  const running = new Map<string, Running>()
  const services = signal<readonly HostedService[]>([])
  const failures = signal<readonly string[]>([])
  let opened: Promise<Sandboxes> | undefined
  const sandboxes = (): Promise<Sandboxes> =>
    (opened ??= import('./sandboxes.ts').then(({ openSandboxes }) => openSandboxes(peer)))
  const look = (): void => void (services.value = [...running.values()].map(hostedService))
  const save = (): Promise<void> =>
    writeKept(
      slot,
      [...running.values()].map(({ kept }) => kept),
    )

  async function start(kept: Kept, signal?: AbortSignal): Promise<void> {
    if (running.size >= MAX_HOSTED && !running.has(kept.label))
      throw new Error(`A tab hosts ${MAX_HOSTED} services at most. Stop one first.`)
    const key = await keptKey(indexedDbSlot(`${name} service ${kept.label}`))
    const { own, shared } = await sandboxes()
    const say = (line: string): void => onLog(`${kept.label}: ${line}`)
    const common = { key, onLog: say, onError: (error: unknown) => say(String(error)), ...(signal && { signal }) }
    const before = running.get(kept.label)
    if (kept.kind === 'guest') {
      const { manifest } = await shared.inspect(kept.manifest, signal ? { signal } : {})
      await before?.service.stop()
      running.set(kept.label, {
        kept,
        service: await shared.run(kept.manifest, { ...common, grant: manifest.permissions }),
      })
    } else {
      const { manifest } = await own.publish(publicationOf(kept), { key })
      const isUpdate = before?.kept.kind === 'page' && before.kept.privacy === kept.privacy
      if (isUpdate) await before.service.update(manifest, { grant: GRANT })
      else await before?.service.stop()
      const service = isUpdate
        ? before.service
        : await own.run(manifest, { ...common, grant: GRANT, privacy: kept.privacy })
      running.set(kept.label, { kept, service })
    }
    running.get(kept.label)?.service.onChange(look)
    look()
  }

  return {
    services,
    failures,
    look,
    async hostPage(page) {
      if (page.source.length > MAX_SOURCE) throw new Error('That is more than 256 kB of source.')
      await start({ kind: 'page', ...page })
      await save()
      return hostedService(running.get(page.label) as Running)
    },
    async inspect(manifest, options) {
      return inspectionOf(manifest, await (await sandboxes()).shared.inspect(manifest, options))
    },
    async hostGuest(manifest, label, { signal }) {
      await start({ kind: 'guest', manifest, label }, signal)
      await save()
    },
    async publish(label, { name: as, ...about }, { signal, onProgress }) {
      const kept = running.get(label)?.kept
      if (kept?.kind !== 'page') throw new Error('Run it first: what is published is what runs.')
      const { manifest, bundle } = publicationOf(kept)
      await (await sandboxes()).shared.publish(
        { name: as, manifest: { ...manifest, ...about }, bundle },
        {
          key: await keptKey(indexedDbSlot(`${name} service ${label}`)),
          signal,
          onProgress: ({ tries, expectedTries }) => onProgress({ done: tries, total: expectedTries, unit: 'tries' }),
        },
      )
    },
    async stop(label) {
      await running.get(label)?.service.stop()
      running.delete(label)
      await save()
      look()
    },
    sourceOf(label) {
      const kept = running.get(label)?.kept
      return kept?.kind === 'page' ? kept.source : undefined
    },
    async resume() {
      const tried = await Promise.allSettled((await readKept(slot)).map(async (kept) => start(kept)))
      failures.value = tried.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).message] : []))
    },
  }
}

function publicationOf({ label, source }: KeptPage) {
  const about = { title: label, description: '', version: '1', licence: 'UNLICENSED', entry: 'service.js' }
  return { name: 'own', manifest: { ...about, permissions: GRANT, limits: LIMITS }, bundle: { 'service.js': source } }
}
