import { createKeyPair, type KeyPair, type PublicKey } from '@hydra/identity'
import type { Clock, Privacy } from '@hydra/router'
import type { Kv } from '../sandbox/kv.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Services } from '../services.ts'
import type { Bundles } from './bundles.ts'
import { capabilitiesOf } from './capabilities.ts'
import { type Keeper, keepRunning, type RunStatus } from './keep-running.ts'
import type { Manifest } from './manifest.ts'
import { checkGrant, type Permissions } from './permissions.ts'

/** What a person looks at before running somebody's code. */
export interface Inspection {
  readonly manifest: Manifest
  /** What it asks for, in sentences. */
  readonly asks: readonly string[]
  readonly files: ReadonlyMap<string, string>
}

export interface RunOptions {
  /** What it is given: consent to this very CID. `manifest.permissions` is all that it asks for. */
  grant: Permissions
  /** The key that it is asked under, and that its storage belongs to. @default a fresh one */
  key?: KeyPair
  /** @default 'hidden' */
  privacy?: Privacy
  onLog?: (line: string) => void
  /** Hears what the guest threw. Callers learn only that it failed. */
  onError?: (error: unknown) => void
  signal?: AbortSignal
}

/** A stranger's service that this peer hosts. */
export interface RunningService {
  readonly key: PublicKey
  readonly url: string
  /** The CID of the manifest that runs now, and what it says. */
  readonly cid: string
  readonly manifest: Manifest
  status(): RunStatus
  /** Calls back when it was started, ended, updated or stopped. */
  onChange(listener: () => void): () => void
  /**
   * Runs another version in its place, with the same key and storage. It takes consent again: what the new manifest asks
   * for is granted anew. Where it does not start, the present one goes on.
   */
  update(cid: string, options: { grant: Permissions; signal?: AbortSignal }): Promise<void>
  stop(): Promise<void>
}

interface Below {
  readonly services: Pick<Services, 'host' | 'fetch'>
  readonly bundles: Bundles
  readonly sandbox: Sandbox
  readonly clock: Clock
  readonly inspect: (cid: string, options: { signal?: AbortSignal }) => Promise<Inspection>
  readonly open: (service: PublicKey) => Kv | Promise<Kv>
}

interface Version {
  readonly cid: string
  readonly manifest: Manifest
  readonly keeper: Keeper
}

/** Brings a version, runs it with what is granted, and hosts it. */
export async function runService(cid: string, options: RunOptions, below: Below): Promise<RunningService> {
  const { services, bundles, sandbox, clock, inspect, open } = below
  const { onLog = () => {}, onError = () => {}, privacy } = options
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const pair = options.key ?? (await createKeyPair())
  const kv = await open(pair.publicKey)

  async function start(cid: string, grant: Permissions, signal?: AbortSignal): Promise<Version> {
    const { manifest, files } = await inspect(cid, signal ? { signal } : {})
    checkGrant(grant, manifest.permissions)
    const capabilities = await capabilitiesOf(grant, { services, bundles, kv, onLog })
    const { limits, entry } = manifest
    const source = files.get(entry) ?? ''
    const keeper = await keepRunning({
      start: () => sandbox.start(source, { capabilities, limits }),
      clock,
      onChange: changed,
    })
    return { cid, manifest, keeper }
  }

  let now = await start(cid, options.grant, options.signal)
  const hosting = await services.host((request, context) => now.keeper.fetch(request, context), {
    key: pair,
    onError,
    ...(privacy && { privacy }),
  })
  return {
    key: hosting.key,
    url: hosting.url,
    get cid() {
      return now.cid
    },
    get manifest() {
      return now.manifest
    },
    status: () => now.keeper.status(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async update(cid, { grant, signal }) {
      const next = await start(cid, grant, signal)
      const before = now
      now = next
      await before.keeper.stop()
      changed()
    },
    async stop() {
      await hosting.close()
      await now.keeper.stop()
      changed()
    },
  }
}
