import type { PublicKey } from '@hydra/identity'
import { GrantError } from './errors.ts'

/** What a guest asks for, or was granted. What does not stand here it does not get. */
export interface Permissions {
  /** Storage of its own, in bytes. @default 0, none */
  readonly kvBytes?: number
  /** The services that it may ask. @default none */
  readonly fetch?: readonly PublicKey[]
  /** Files by their CIDs. @default false */
  readonly files?: boolean
  /** Lines for whoever hosts it. @default false */
  readonly log?: boolean
  /** What time it is. @default false */
  readonly clock?: boolean
  /** @default false */
  readonly randomness?: boolean
}

const FLAGS = ['files', 'log', 'clock', 'randomness'] as const

/** Throws `GrantError` where more is granted than was asked for. */
export function checkGrant(grant: Permissions, asked: Permissions): void {
  if ((grant.kvBytes ?? 0) > (asked.kvBytes ?? 0)) throw new GrantError(`${grant.kvBytes} bytes of storage`)
  for (const flag of FLAGS) if (grant[flag] && !asked[flag]) throw new GrantError(`\`${flag}\``)
  for (const key of grant.fetch ?? []) {
    if (!asked.fetch?.includes(key)) throw new GrantError(`the service ${key}`)
  }
}

/** What is asked, in sentences: what a person consents to. */
export function sentences({ kvBytes = 0, fetch = [], files, log, clock, randomness }: Permissions): string[] {
  return [
    ...(kvBytes > 0 ? [`It keeps up to ${kvBytes} bytes here.`] : []),
    ...fetch.map((key) => `It asks the service ${key}, with whatever it knows.`),
    ...(files ? ['It fetches files by their CIDs: those who have them see that somebody does.'] : []),
    ...(log ? ['It writes lines to your log.'] : []),
    ...(clock ? ['It knows what time it is here.'] : []),
    ...(randomness ? ['It draws random numbers.'] : []),
  ]
}
