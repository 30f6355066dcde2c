import type { Progress } from '@hydra/views'
import { split } from './lines-of.ts'

/** What a command of the node gives: the same lines that the command line reads. */
type Output =
  | { readonly result: unknown }
  | { readonly progress: Progress }
  | { readonly note: string }
  | { readonly error: { readonly name: string; readonly message: string } }

export interface AskOptions {
  readonly args?: readonly string[]
  readonly options?: Readonly<Record<string, string | boolean | readonly string[]>>
  /** Standard input. */
  readonly input?: Blob
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Runs commands of the node. */
export type Ask = <T>(command: string, options?: AskOptions) => AsyncGenerator<T>

/** The node does not know the token: it is of an earlier run. */
class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

export function createAsk(token: string, onRefused: () => void): Ask {
  return async function* ask<T>(command: string, given: AskOptions = {}): AsyncGenerator<T> {
    const { args = [], options = {}, input, signal, onProgress } = given
    const response = await fetch(`/control/${command.split(' ').map(encodeURIComponent).join('/')}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new Blob([`${JSON.stringify({ args, options })}\n`, ...(input ? [input] : [])]),
      ...(signal && { signal }),
    })
    if (response.status === 401) onRefused()
    if (!response.ok || response.body === null) throw new RefusedError((await response.text()).trim())
    for await (const line of split(response.body, '\n')) {
      const output = JSON.parse(line) as Output
      if ('error' in output) throw new Error(output.error.message)
      if ('progress' in output) onProgress?.(output.progress)
      if ('result' in output) yield output.result as T
    }
  }
}

/** All results of a command. */
export async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const result of results) found.push(result)
  return found
}
