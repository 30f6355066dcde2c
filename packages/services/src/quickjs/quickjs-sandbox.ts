import { openWorker as openOwnWorker } from '#open-worker'
import { GuestError, SandboxError } from '../sandbox/errors.ts'
import type { Capabilities, Sandbox } from '../sandbox/sandbox.ts'
import { GuestThread } from './guest-thread.ts'
import { GRANTABLE, type GuestWorker } from './messages.ts'

export interface QuickJsOptions {
  /** Opens the worker that a guest runs in, where the page serves its file elsewhere. @default the one that comes along */
  openWorker?: () => GuestWorker
}

// An engine of half a megabyte is compiled meanwhile, on a phone that does other things too.
const START_WITHIN_MS = 15_000

/** Runs guests in QuickJS, compiled to WebAssembly, each in a worker of its own: in Node and in the tab alike. */
export function quickJsSandbox({ openWorker = openOwnWorker }: QuickJsOptions = {}): Sandbox {
  return {
    async start(source, { capabilities, limits, signal }) {
      signal?.throwIfAborted()
      const worker = openWorker()
      const guest = new GuestThread(worker, { capabilities, limits })
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const fail = (error: unknown): void => {
        reject(error)
        guest.end('crash')
      }
      const abort = (): void => fail(signal?.reason)
      const timer = setTimeout(
        () => fail(new SandboxError(`nothing came of it within ${START_WITHIN_MS} ms`)),
        START_WITHIN_MS,
      )
      signal?.addEventListener('abort', abort, { once: true })
      worker.onError((cause) => fail(new SandboxError('its worker failed', { cause })))
      worker.onMessage((message) => {
        if (message.type === 'failed') fail(failureOf(message.by, message.reason))
        else guest.hear(message)
        if (message.type === 'started') resolve()
      })
      worker.post({ type: 'start', source, memoryBytes: limits.memoryBytes, granted: namesOf(capabilities) })
      try {
        await promise
        return guest
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      }
    },
  }
}

function failureOf(by: 'guest' | 'sandbox', reason: string): Error {
  return by === 'guest' ? new GuestError(reason) : new SandboxError(reason)
}

function namesOf(capabilities: Capabilities): (typeof GRANTABLE)[number][] {
  return GRANTABLE.filter((name) => Boolean(capabilities[name]))
}
