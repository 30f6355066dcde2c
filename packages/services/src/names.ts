import type { PublicKey } from '@hydra/identity'

/** How far a name's answer can be relied on. */
export type Trust = 'petname' | 'ledger' | 'contested'

/** Tells which key a host name stands for. */
export interface Names {
  resolve(
    name: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ readonly key: PublicKey; readonly trust: Trust } | undefined>
}

/** Names from a fixed table. */
export function memoryNames(table: Readonly<Record<string, PublicKey>>): Names {
  return {
    async resolve(name) {
      const key = Object.hasOwn(table, name) ? table[name] : undefined
      return key && { key, trust: 'petname' }
    },
  }
}
