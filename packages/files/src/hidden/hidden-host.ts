import type { KeyPair } from '@hydra/identity'
import type { Router } from '@hydra/router'
import { CID } from 'multiformats/cid'
import type { BlockStore } from '../block-store.ts'
import { RAW } from '../codecs.ts'
import { blockKey } from '../keeper.ts'
import { readBlock } from '../local-blocks.ts'
import { HIDDEN_TOPIC, upTo } from './hidden-topic.ts'

interface HostOptions {
  readonly blocks: BlockStore
  readonly key: KeyPair | Promise<KeyPair>
}

/** Serves what was provided, and nothing else of the store: that would link the key to whoever serves it in the open. */
export interface HiddenHost {
  provide(root: CID): Promise<void>
  withdraw(root: CID): void
  close(): void
}

// A question names few blocks: the answer is one body, and ends as a whole.
const MAX_QUESTION_BYTES = 64 * 1024
const MAX_CID_BYTES = 100

/** Announces itself with the first file that is provided. */
export function createHiddenHost(router: Pick<Router, 'answer' | 'host'>, { blocks, key }: HostOptions): HiddenHost {
  /** The blocks below each root. */
  const provided = new Map<string, ReadonlySet<string>>()
  let stop: Promise<() => void> | undefined
  let closed = false

  const isProvided = (cid: CID) => [...provided.values()].some((below) => below.has(blockKey(cid)))

  async function below(root: CID): Promise<ReadonlySet<string>> {
    const { walkDag } = await import('../dag-walk.ts')
    const keys = new Set<string>()
    await walkDag(root, { atOnce: 4 }, async (cid) => {
      keys.add(blockKey(cid))
      return cid.code === RAW ? undefined : readBlock(blocks, cid)
    })
    return keys
  }

  async function start(): Promise<() => void> {
    const own = await key
    const { answerHidden } = await import('./answer-hidden.ts')
    const stopHosting = await router.host(own, answerHidden(blocks, isProvided))
    const stopAnswering = router.answer(HIDDEN_TOPIC, async ({ body }) => {
      const root = rootOf(await upTo(body, MAX_QUESTION_BYTES))
      return root && isProvided(root) ? new TextEncoder().encode(own.publicKey) : undefined
    })
    return () => {
      stopAnswering()
      stopHosting()
    }
  }

  return {
    async provide(root) {
      provided.set(root.toString(), await below(root))
      if (!closed) stop ??= start()
      await stop
    },
    withdraw: (root) => void provided.delete(root.toString()),
    close() {
      closed = true
      provided.clear()
      // What could not start has nothing to end.
      stop?.then(
        (end) => end(),
        () => undefined,
      )
    },
  }
}

function rootOf(bytes: Uint8Array): CID | undefined {
  try {
    return bytes.length > MAX_CID_BYTES ? undefined : CID.decode(bytes)
  } catch {
    return undefined
  }
}
