import { createKeyPair, type KeyPair, parsePublicKey, type PublicKey } from '@hydra/identity'
import type { Router } from '@hydra/router'
import type { CID } from 'multiformats/cid'
import type { BlockSource } from '../block-source.ts'
import type { BlockStore } from '../block-store.ts'
import { type Clock, later, systemClock } from '../clock.ts'
import { createHiddenHost } from './hidden-host.ts'
import { HIDDEN_TOPIC, upTo } from './hidden-topic.ts'

// Announcements and answers take a few hundred milliseconds each through a mesh.
const FIND_MS = 8_000
// A question goes to everybody who serves files hidden: a reader in the open has found most files by then.
const PATIENCE_MS = 2_000
// A key as text: longer is none.
const MAX_KEY_BYTES = 100

export interface HiddenSourceOptions {
  /** What `provide` serves from: the same store as that of `createFiles`. @default it only asks */
  blocks?: BlockStore
  /** Under which blocks are served. Nobody can link it to this peer. @default a fresh one */
  key?: KeyPair
  /** Asks where this peer has too few links to hide behind. @default that of the router */
  acceptWeak?: boolean
  /** @default the system's */
  clock?: Clock
}

/** Gets blocks through the router, and serves what is provided: nobody learns who reads, nor who holds. */
export interface HiddenSource extends BlockSource {
  close(): void
}

/** Creates a source that hides who asks. It takes its time: about a megabyte a second. */
export function hiddenSource(
  router: Pick<Router, 'answer' | 'ask' | 'host' | 'request'>,
  { blocks, key, acceptWeak, clock = systemClock }: HiddenSourceOptions = {},
): HiddenSource {
  const host = blocks && createHiddenHost(router, { blocks, key: key ?? createKeyPair() })

  const privately = { privacy: 'hidden', ...(acceptWeak !== undefined && { acceptWeak }) } as const

  /** For a reader in the open: once for each reading, and not at once. */
  const waited = new WeakSet<AbortSignal>()
  async function isStillWanted(signal: AbortSignal): Promise<boolean> {
    if (waited.has(signal)) return false
    waited.add(signal)
    await new Promise<void>((resolve) => {
      later(clock, PATIENCE_MS, signal, resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    return !signal.aborted
  }

  return {
    name: 'hidden',
    privacy: 'hidden',
    async *providers(root, { signal, privacy = 'hidden' }) {
      if (privacy === 'direct' && !(await isStillWanted(signal))) return
      const enough = new AbortController()
      const stop = clock.after(FIND_MS, () => enough.abort(new Error('Nobody else answered.')))
      const options = { ...privately, signal: AbortSignal.any([signal, enough.signal]) }
      try {
        for await (const { body } of router.ask(HIDDEN_TOPIC, root.bytes, options)) {
          const service = await keyOf(body)
          if (service)
            yield {
              id: service,
              async *ask(wants, asked) {
                const { askHidden } = await import('./ask-hidden.ts')
                yield* askHidden(router, service, wants, { ...privately, signal: asked.signal })
              },
            }
        }
      } catch (error) {
        if (!enough.signal.aborted) throw error
      } finally {
        stop()
      }
    },
    ...(host && { provide: (root: CID) => host.provide(root), withdraw: async (root: CID) => host.withdraw(root) }),
    close: () => host?.close(),
  }
}

async function keyOf(body: AsyncIterable<Uint8Array>): Promise<PublicKey | undefined> {
  try {
    return parsePublicKey(new TextDecoder().decode(await upTo(body, MAX_KEY_BYTES)))
  } catch {
    // Who answers with something else is nobody to ask.
    return undefined
  }
}
