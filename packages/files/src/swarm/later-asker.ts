import type { Provider } from '../block-source.ts'
import { whenUsed } from '../when-used.ts'
import type { ByteStream } from './byte-stream.ts'

/** Whom to ask, once there is something to ask for: until then neither the frames nor the questions are loaded. */
export function laterAsker(
  id: string,
  open: (options: { signal: AbortSignal }) => Promise<ByteStream>,
  closing: AbortSignal,
): Provider & { close(): void } {
  let begun: ReturnType<typeof load> | undefined
  const load = whenUsed(async () => (await import('./asker.ts')).createAsker(id, open, closing))
  const asker = (): ReturnType<typeof load> => (begun = load())
  return {
    id,
    async *ask(wants, options) {
      yield* (await asker()).ask(wants, options)
    },
    holds: async (node, options) => (await asker()).holds?.(node, options),
    close: () => void begun?.then((known) => known.close()).catch(() => undefined),
  }
}
