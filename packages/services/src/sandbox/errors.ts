import type { GuestEnd } from './sandbox.ts'

/** A guest's code failed, or is none. */
export class GuestError extends Error {
  override readonly name = 'GuestError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The guest failed: ${reason}. Its author can mend it; whoever hosts it cannot.`, options)
  }
}

/** What guests run in cannot be opened here. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  constructor(reason: string, options?: ErrorOptions) {
    super(
      `The sandbox does not start: ${reason}. A page must allow \`worker-src 'self'\` and \`script-src 'wasm-unsafe-eval'\`.`,
      options,
    )
  }
}

const REASONS: Record<GuestEnd, string> = {
  stopped: 'it was stopped',
  cpu: 'it used more time than it may for one request',
  memory: 'it used more memory than it may',
  crash: 'its sandbox broke down under it',
}

/** A guest was ended while it worked on a request. */
export class GuestEndedError extends Error {
  override readonly name = 'GuestEndedError'
  readonly end: GuestEnd
  constructor(end: GuestEnd, options?: ErrorOptions) {
    super(`The guest runs no more: ${REASONS[end]}. Grant it more if it is worth it, or leave it stopped.`, options)
    this.end = end
  }
}
