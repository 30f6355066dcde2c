import { join } from 'node:path'
import type { KeyPair } from '@hydra/identity'
import type { Peer } from '@hydra/peer'
import type { Permissions, Registry, RunningService, RunStatus } from '@hydra/services/registry'
import { CommandError } from '../cli/errors.ts'
import type { Log } from '../node/log.ts'
import { forward } from './forward.ts'
import { openKeptList } from './kept-list.ts'

/** A service of this node: an HTTP server on this machine, or a published one that runs in the sandbox. */
export type Origin =
  | { readonly target: string }
  | { readonly manifest: string; readonly grant: Permissions; readonly title: string }

export interface OwnService {
  readonly label: string
  readonly key: string
  readonly url: string
  readonly origin: Origin
  /** Of one in the sandbox: how it fares, what it takes, and what it may do, in sentences. */
  readonly guest?: RunStatus & { readonly memoryLimitBytes: number; readonly permissions: readonly string[] }
}

/** Services that are hosted here. Each has a label, from which its key grows: the same one after every restart. */
export interface OwnServices {
  list(): readonly OwnService[]
  /** The key of a service of this person, hosted or not. */
  keyOf(label: string): Promise<KeyPair>
  /** Hosts it until it is stopped; where it is kept, after a restart too. */
  host(label: string, origin: Origin, options: { keep: boolean; privacy?: 'direct' | 'hidden' }): Promise<OwnService>
  /** Whether there was one. */
  stop(label: string): Promise<boolean>
  /** Hosts what was kept. What cannot be hosted is told, and kept. */
  resume(onFailure: (label: string, error: unknown) => void): Promise<void>
  close(): Promise<void>
}

interface Below {
  readonly peer: Pick<Peer, 'identity' | 'services'>
  readonly registry: Registry
  readonly dataDir: string
  readonly log?: Log | undefined
}

interface Running extends OwnService {
  readonly run?: { readonly service: RunningService; readonly permissions: readonly string[] }
  close(): Promise<void>
}

interface Kept {
  readonly origin: Origin
  readonly privacy?: 'direct' | 'hidden'
}

export async function createOwnServices({ peer, registry, dataDir, log }: Below): Promise<OwnServices> {
  const kept = await openKeptList<Kept>(join(dataDir, 'services.json'))
  const running = new Map<string, Running>()
  const keyOf = (label: string): Promise<KeyPair> => peer.identity.serviceKey(`service ${label}`)

  async function open(label: string, { origin, privacy }: Kept): Promise<Running> {
    const options = { key: await keyOf(label), ...(privacy && { privacy }) }
    if ('target' in origin) {
      const hosting = await peer.services.host(forward(origin.target), options)
      return { label, key: hosting.key, url: hosting.url, origin, close: () => hosting.close() }
    }
    const { asks: permissions } = await registry.inspect(origin.manifest)
    const service = await registry.run(origin.manifest, {
      grant: origin.grant,
      onLog: (line) => log?.info(line, { service: label }),
      onError: (error) => log?.warn('a service failed', { service: label, reason: String(error) }),
      ...options,
    })
    const run = { service, permissions }
    return { label, key: service.key, url: service.url, origin, run, close: () => service.stop() }
  }

  async function host(label: string, { keep, ...what }: Kept & { keep: boolean }): Promise<OwnService> {
    if (running.has(label)) {
      throw new CommandError(`"${label}" is hosted here already. \`hydra services stop ${label}\` ends it.`)
    }
    const service = await open(label, what)
    running.set(label, service)
    if (keep) await kept.set(label, what)
    return told(service)
  }

  return {
    keyOf,
    list: () => [...running.values()].map(told),
    host: (label, origin, { keep, privacy }) => host(label, { origin, keep, ...(privacy && { privacy }) }),
    async stop(label) {
      const service = running.get(label)
      running.delete(label)
      await service?.close()
      return (await kept.delete(label)) || service !== undefined
    },
    async resume(onFailure) {
      const all = kept.entries().map(([label, what]) => {
        return host(label, { ...what, keep: false }).catch((error: unknown) => onFailure(label, error))
      })
      await Promise.all(all)
    },
    async close() {
      for (const service of running.values()) await service.close()
      running.clear()
    },
  }
}

function told({ label, key, url, origin, run }: Running): OwnService {
  if (run === undefined) return { label, key, url, origin }
  const { memoryBytes: memoryLimitBytes } = run.service.manifest.limits
  const guest = { ...run.service.status(), memoryLimitBytes, permissions: run.permissions }
  return { label, key, url, origin, guest }
}
