import type { Privacy } from '@hydra/router'
import { addFile, addFolder } from './adding.ts'
import type { BlockSource } from './block-source.ts'
import type { BlockStore } from './block-store.ts'
import { createOpenAccess } from './block-access.ts'
import { type Clock, systemClock } from './clock.ts'
import { ClosedError } from './errors.ts'
import type { DropReason } from './fetch/ask.ts'
import { parseCid } from './file-path.ts'
import type { AddOptions, Files } from './files.ts'
import { createGate } from './gate.ts'
import { createHolding } from './holding.ts'
import { createKeeper, type Quota } from './keeper.ts'
import { localBlocks } from './local-blocks.ts'
import { loadPins } from './pins.ts'
import { createProviding } from './providing.ts'
import { createReading } from './reading.ts'
import type { StateStore } from './state-store.ts'
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
  const open = createOpenAccess({
    local: localBlocks(store),
    keeper,
    sources,
    clock,
    closing: closing.signal,
    privacy,
    onDropped,
  })
  const { release, ...holding } = await createHolding({ open, store, keeper, pins, gate })
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
        if (!kept && keeper.isLimited) await release(added)
      }
    })
  }

  return {
    ...createReading(open),
    ...holding,
    ...providing,
    async remove(cid) {
      await providing.withdraw(cid)
      await holding.remove(cid)
    },
    add: (content, options = {}) => add(options, (put, own) => addFile(content, put, own)),
    addFolder: (files, options = {}) => add(options, (put, own) => addFolder(files, put, own)),
    async block(text, options = {}) {
      const cid = parseCid(text)
      const access = open(cid, options)
      try {
        return (await access.get(cid)).bytes
      } catch (error) {
        if (error instanceof Error && error.name === 'MissingBlockError') return undefined
        throw error
      } finally {
        access.end()
      }
    },
    async close() {
      closing.abort(new ClosedError())
    },
  }
}
