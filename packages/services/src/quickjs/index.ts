/**
 * Runs code of strangers: QuickJS in a worker, in Node and in the tab alike, with nothing but what it is given.
 *
 * ```ts
 * const sandbox = quickJsSandbox()
 * const guest = await sandbox.start(source, { capabilities: {}, limits })
 * const response = await guest.fetch(new Request('http://guest.hydra.localhost/'), { signal })
 * ```
 *
 * @packageDocumentation
 */
export { GuestEndedError, GuestError, SandboxError } from '../sandbox/errors.ts'
export { quickJsSandbox } from './quickjs-sandbox.ts'
export type { QuickJsOptions } from './quickjs-sandbox.ts'
export type { GuestWorker } from './messages.ts'
