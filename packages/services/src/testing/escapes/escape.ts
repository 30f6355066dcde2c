/**
 * One attempt to get out of a sandbox: the body of an async function, which sees `request` and `capabilities`. It got
 * out if what it returns or throws holds the canary, a global of the host that no guest has, or the host's time, or if
 * the host's own objects carry the mark afterwards.
 */
export interface Escape {
  readonly name: string
  readonly code: string
  /** It changes the world that it runs in: what follows needs another one. */
  readonly alone?: boolean
}

/** The host's global that a guest must not see. */
export const CANARY = 'hydraCanary'
/** What a guest may try to leave on the prototypes of the host. */
export const MARK = 'hydraMark'

export function escapes(table: Readonly<Record<string, string>>, alone = false): Escape[] {
  return Object.entries(table).map(([name, code]) => ({ name, code, ...(alone && { alone }) }))
}
