import type { FetchHandler } from '../../handler.ts'
import { CANARY, type Escape, MARK } from './escape.ts'

/** Whether an attempt got out: by what came back, or by what it left on the host's own objects. Cleans up behind it. */
export function gotOut(said: string): boolean {
  const time = Number(/^time (\d+)/.exec(said)?.[1])
  // Far beyond what a slow machine takes, and far from any number that is not the time.
  const isNow = Math.abs(time - Date.now()) < 3_600_000
  return cleaned() || said.includes(canary()) || isNow
}

/** A secret of this world: a global that only code that runs in it can read. */
export function canary(): string {
  const world = globalThis as unknown as Record<string, unknown>
  world[CANARY] ??= `canary ${crypto.randomUUID()}`
  return String(world[CANARY])
}

/** A module that makes attempts, by their number in the path. */
export function guestOf(attempts: readonly Escape[]): string {
  const functions = attempts.map(({ code }) => `async (request, capabilities) => { ${code}\n}`)
  return `const attempts = [${functions.join(',\n')}]
    export default {
      async fetch(request, capabilities) {
        try {
          const value = await attempts[Number(new URL(request.url).pathname.slice(1))](request, capabilities)
          return value instanceof Response ? value : new Response(String(value))
        } catch (error) {
          return new Response('threw ' + String(error?.message ?? error))
        }
      },
    }`
}

/** The control: the same attempt without any sandbox. */
export function unguarded({ code }: Escape): FetchHandler {
  // oxlint-disable-next-line typescript/no-implied-eval -- code of strangers without a sandbox is what this shows
  const run = new Function('request', 'capabilities', `return (async () => { ${code}\n})()`)
  const kv = { get: async () => undefined, set: async () => {}, list: async () => [] }
  return async (request) => {
    const value: unknown = await run(request, { kv, fetch: globalThis.fetch, log: () => {} })
    return value instanceof Response ? value : new Response(String(value))
  }
}

/** All that a response says, or that an error does. */
export async function everything(answer: Promise<Response>): Promise<string> {
  try {
    const response = await answer
    return [await response.text(), response.status, ...[...response.headers].flat()].join(' ')
  } catch (error) {
    return String(error)
  }
}

// By their names, since what a guest left may also have been put on them by a copy.
function cleaned(): boolean {
  const objects = [Object, Array, Function, Promise, String, Map, Response, Headers, Uint8Array, Error]
  const marked = objects.filter((made) => Object.hasOwn(made.prototype, MARK))
  for (const made of marked) Reflect.deleteProperty(made.prototype, MARK)
  return marked.length > 0
}
