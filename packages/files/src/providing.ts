import type { Privacy } from '@hydra/router'
import type { BlockSource } from './block-source.ts'
import type { BlockStore } from './block-store.ts'
import { MissingBlockError, NoOneToTellError } from './errors.ts'
import { parseCid } from './file-path.ts'
import { Key } from 'interface-datastore/key'
import type { StateStore } from './state-store.ts'

export interface ProvideOptions {
  /** Whether those who are told may learn who holds it. @default that of the `Files` */
  privacy?: Privacy
  signal?: AbortSignal
}

/** What others are told that it is here. */
export interface Providing {
  /** Tells others that a file or folder is here, from now on and after a restart, until it is withdrawn or removed. */
  provide(cid: string, options?: ProvideOptions): Promise<void>
  withdraw(cid: string, options?: { signal?: AbortSignal }): Promise<void>
  provided(): AsyncIterable<{ readonly cid: string; readonly privacy: Privacy }>
}

interface Surroundings {
  readonly store: BlockStore
  readonly state: StateStore | undefined
  readonly sources: readonly BlockSource[]
  readonly privacy: Privacy
  readonly closing: AbortSignal
}

const PREFIX = '/hydra/files/provided/'

/** Tells at once what was provided before. */
export async function createProviding({ store, state, sources, privacy, closing }: Surroundings): Promise<Providing> {
  const told = new Map<string, Privacy>()
  const tellers = (about: Privacy) =>
    sources.filter((source) => source.privacy === about && source.provide !== undefined)
  const until = (signal: AbortSignal | undefined) => AbortSignal.any([closing, ...(signal ? [signal] : [])])

  async function tell(cid: string, about: Privacy, signal: AbortSignal): Promise<void> {
    const root = parseCid(cid)
    await Promise.all(tellers(about).map(async (source) => source.provide?.(root, { signal })))
  }

  for await (const { key, value } of state?.query({ prefix: PREFIX }) ?? []) {
    told.set(key.toString().slice(PREFIX.length), value[0] === 1 ? 'hidden' : 'direct')
  }
  // Whoever cannot be told now is told when it is met; what is no longer here nobody finds here.
  for (const [cid, about] of told) tell(cid, about, closing).catch(() => undefined)

  async function withdraw(text: string, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const root = parseCid(text)
    const cid = root.toString()
    const about = told.get(cid)
    if (!about) return
    await state?.delete(new Key(PREFIX + cid))
    told.delete(cid)
    await Promise.all(tellers(about).map(async (source) => source.withdraw?.(root, { signal: until(signal) })))
  }

  return {
    async provide(text, { privacy: about = privacy, signal } = {}) {
      closing.throwIfAborted()
      const root = parseCid(text)
      const cid = root.toString()
      if (tellers(about).length === 0) throw new NoOneToTellError(about)
      if (!(await store.has(root))) throw new MissingBlockError(cid, 'it is not here, so it cannot be provided')
      if (told.has(cid) && told.get(cid) !== about) await withdraw(cid)
      await state?.put(new Key(PREFIX + cid), Uint8Array.of(about === 'hidden' ? 1 : 0))
      told.set(cid, about)
      await tell(cid, about, until(signal))
    },
    withdraw,
    async *provided() {
      for (const [cid, about] of told) yield { cid, privacy: about }
    },
  }
}
