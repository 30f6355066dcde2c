import type { Petnames } from '@hydra/identity/petnames'
import type { PublicKey } from '@hydra/identity'
import { InvalidNameError } from './errors.ts'
import type { Names } from './names.ts'

/** What `@hydra/services` asks names of. */
export interface ServiceNames {
  resolve(
    name: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ readonly key: PublicKey; readonly trust: 'petname' | 'ledger' | 'contested' } | undefined>
}

/** Tells services which key a name stands for: what this user called so or pinned comes first, then the ledger. */
export function serviceNames(
  names: Pick<Names, 'resolve' | 'local'>,
  petnames?: Pick<Petnames, 'keyOf'>,
): ServiceNames {
  return {
    async resolve(name, { signal } = {}) {
      signal?.throwIfAborted()
      const known = petnames?.keyOf(name)
      if (known !== undefined) return { key: known, trust: 'petname' }
      const [first] = await resolveOrNothing(names, name)
      if (first === undefined) return undefined
      const before = names.local.before(name) ?? first.key
      const isDoubtful = first.contested || first.looksLike.length > 0 || before !== first.key
      const trust = first.pinned ? 'petname' : isDoubtful ? 'contested' : 'ledger'
      return { key: first.key, trust }
    },
  }
}

// A key or a host that can be no name is nobody's fault: it is asked for elsewhere.
async function resolveOrNothing(names: Pick<Names, 'resolve'>, name: string) {
  try {
    return await names.resolve(name)
  } catch (error) {
    if (error instanceof InvalidNameError) return []
    throw error
  }
}
