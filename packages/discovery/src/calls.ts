import type { Unsubscribe } from './clock.ts'

/** Answers a neighbour's question; undefined ends the call without an answer. */
export type Answerer = (
  from: { readonly peerId: string; readonly address: string },
  question: Uint8Array,
) => Promise<Uint8Array | undefined>

/** One small question, one small answer, between connected peers. */
export interface Calls {
  neighbours(): Iterable<string>
  onChange(listener: () => void): Unsubscribe
  ask(peerId: string, protocol: string, question: Uint8Array, options: { signal: AbortSignal }): Promise<Uint8Array>
  /** Rejects where somebody else answers this protocol already. */
  answer(protocol: string, answerer: Answerer): Promise<Unsubscribe>
}

/** Room for sixteen records of the largest kind; a link that carries more is asked for something else. */
export const MAX_CALL_BYTES = 80 * 1024
