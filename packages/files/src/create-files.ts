import type { Privacy } from '@hydra/router'
import type { BlockSource } from './block-source.ts'
import type { BlockStore } from './block-store.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Contents } from './contents.ts'
import { ClosedError } from './errors.ts'
import type { DropReason } from './fetch/ask.ts'
import type { AddOptions, Files } from './files.ts'
import { createGate } from './gate.ts'
import { createKeeper, type Quota } from './keeper.ts'
import { localBlocks } from './local-blocks.ts'
import { loadPins } from './pins.ts'
import { createProviding } from './providing.ts'
import type { StateStore } from './state-store.ts'
import { whenUsed } from './when-used.ts'
import type { CID } from 'multiformats/cid'

export interface FilesOptions {
  /** Where blocks are kept: any `interface-blockstore` store. */
  blocks: BlockStore
  /** Where it is kept what is pinned: any `interface-datastore` store. @default in memory, until the process ends */
  state?: StateStore
  /** Where blocks come from that are not here. @default nowhere */
  sources?: readonly BlockSource[]
  /** Whether those who are asked may learn who asks, where a call does not say. @default 'direct' */
  privacy?: Privacy
  /** How many bytes of blocks are kept at most. @default no limit but the store's own */
  maxBytes?: number
  /** When that is reached: blocks that no pin needs go, those unused for longest first, or nothing more comes. @default 'evict' */
  whenFull?: Quota['whenFull']
  /** Who was caught: it lied, or sent what nobody asked for. It is not asked again. */
  onDropped?: (provider: string, reason: DropReason) => void
  /** @default the system's */
  clock?: Clock
}

/** Creates files over a store and whatever sources there are. */
export async function createFiles({
  blocks: store,
  state,
  sources = [],
  privacy = 'direct',
  maxBytes,
  whenFull = 'evict',
  onDropped,
  clock = systemClock,
}: FilesOptions): Promise<Files> {
  const closing = new AbortController()
  const keeper = await createKeeper(store, maxBytes === undefined ? undefined : { maxBytes, whenFull })
  const pins = await loadPins(state)
  const gate = createGate()
  const contents = whenUsed(async () => {
    const { createContents } = await import('./contents.ts')
    const about = { local: localBlocks(store), keeper, sources, clock, closing: closing.signal, privacy, onDropped }
    return createContents({ ...about, store, pins, gate })
  })
  // What is pinned must not go.
  if (keeper.isLimited) await contents()
  const providing = await createProviding({ store, state, sources, privacy, closing: closing.signal })

  /** What is added is needed until its root is known and pinned. */
  async function add(
    { pin = true, ...options }: AddOptions,
    make: (put: (cid: CID, bytes: Uint8Array) => Promise<void>, options: AddOptions) => Promise<CID>,
  ): Promise<string> {
    closing.signal.throwIfAborted()
    const signal = AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])])
    const added: CID[] = []
    const put = async (cid: CID, bytes: Uint8Array) => {
      keeper.need(cid)
      if (keeper.isLimited) added.push(cid)
      await keeper.put(cid, bytes)
    }
    return gate.shared(async () => {
      let kept = false
      try {
        const root = (await make(put, { ...options, signal })).toString()
        if (pin) await pins.set(root, true)
        kept = pin
        return root
      } finally {
        if (!kept && keeper.isLimited) await (await contents()).release(added)
      }
    })
  }

  return {
    ...providing,
    ...laterContents(contents),
    async *pins() {
      for (const [cid, complete] of pins.all()) yield { cid, complete }
    },
    async remove(cid) {
      await providing.withdraw(cid)
      await (await contents()).remove(cid)
    },
    add: (content, options = {}) =>
      add(options, async (put, own) => (await import('./adding.ts')).addFile(content, put, own)),
    addFolder: (files, options = {}) =>
      add(options, async (put, own) => (await import('./adding.ts')).addFolder(files, put, own)),
    async close() {
      closing.abort(new ClosedError())
    },
  }
}

type Later = Pick<Files, 'get' | 'stream' | 'stat' | 'ls' | 'block' | 'pin' | 'unpin' | 'verify'>

/** UnixFS and the fetching of blocks weigh as much as the rest of a peer's first page: they come with the first file. */
function laterContents(contents: () => Promise<Contents>): Later {
  return {
    get: async (path, options) => (await contents()).get(path, options),
    async *stream(path, options) {
      yield* (await contents()).stream(path, options)
    },
    stat: async (path, options) => (await contents()).stat(path, options),
    async *ls(path, options) {
      yield* (await contents()).ls(path, options)
    },
    block: async (cid, options) => (await contents()).block(cid, options),
    pin: async (cid, options) => (await contents()).pin(cid, options),
    unpin: async (cid) => (await contents()).unpin(cid),
    verify: async (cid, options) => (await contents()).verify(cid, options),
  }
}
