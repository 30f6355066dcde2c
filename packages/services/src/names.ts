import { InvalidKeyError, parsePublicKey, type PublicKey } from '@hydra/identity'
import { ContestedNameError, InvalidServiceUrlError } from './errors.ts'

/** How far a name's answer can be relied on. */
export type Trust = 'petname' | 'ledger' | 'contested'

/** Tells which key a host name stands for. */
export interface Names {
  resolve(
    name: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ readonly key: PublicKey; readonly trust: Trust } | undefined>
}

/** Names from a fixed table, all of them petnames. */
export function memoryNames(table: Readonly<Record<string, PublicKey>>): Names {
  return {
    async resolve(name) {
      const key = Object.hasOwn(table, name) ? table[name] : undefined
      return key && { key, trust: 'petname' }
    },
  }
}

export interface ResolveOptions {
  acceptContested?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** The key that a URL's host stands for: what this user calls so comes first, then keys, then the ledger. */
export async function serviceOf(url: URL, names: Names | undefined, options: ResolveOptions): Promise<PublicKey> {
  if (url.protocol !== 'hydra:') throw new InvalidServiceUrlError(url.href, `its scheme is "${url.protocol}"`)
  if (url.port) throw new InvalidServiceUrlError(url.href, 'services have no ports')
  const name = decodedHost(url)
  const named = name && (await names?.resolve(name, options.signal ? { signal: options.signal } : {}))
  if (named && named.trust === 'petname') return named.key
  try {
    return parsePublicKey(name)
  } catch (cause) {
    if (!(cause instanceof InvalidKeyError)) throw cause
    if (!named) throw new InvalidServiceUrlError(url.href, 'its host is neither a key nor a known name', { cause })
    if (named.trust === 'contested' && !options.acceptContested) throw new ContestedNameError(name, named.key)
    return named.key
  }
}

// A URL escapes what is not ASCII, and names may be in any language.
function decodedHost({ href, hostname }: URL): string {
  try {
    return decodeURIComponent(hostname)
  } catch (cause) {
    throw new InvalidServiceUrlError(href, 'its host cannot be read', { cause })
  }
}
