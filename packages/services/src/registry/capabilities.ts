import type { Kv } from '../sandbox/kv.ts'
import type { Capabilities } from '../sandbox/sandbox.ts'
import type { Services } from '../services.ts'
import type { Bundles } from './bundles.ts'
import { verify } from './cid.ts'
import type { Permissions } from './permissions.ts'
import { quotaKv } from './quota-kv.ts'

export interface Sources {
  readonly services: Pick<Services, 'fetch'>
  readonly bundles: Pick<Bundles, 'get'>
  readonly kv: Kv
  readonly onLog: (line: string) => void
}

/** Makes what was granted, and nothing else. */
export async function capabilitiesOf(
  grant: Permissions,
  { services, bundles, kv, onLog }: Sources,
): Promise<Capabilities> {
  const { kvBytes = 0, fetch = [], files, log, clock = false, randomness = false } = grant
  return {
    clock,
    randomness,
    ...(kvBytes > 0 && { kv: await quotaKv(kv, kvBytes) }),
    ...(fetch.length > 0 && { fetch: narrowed(services, fetch) }),
    ...(files && { files: (cid: string, options: { signal: AbortSignal }) => file(bundles, cid, options) }),
    ...(log && { log: onLog }),
  }
}

/** A fetch that reaches the services named and no other, not even where one of them leads on by a redirect. */
function narrowed(services: Pick<Services, 'fetch'>, granted: readonly string[]): NonNullable<Capabilities['fetch']> {
  return async (input, init) => {
    const url = new URL(input)
    if (url.protocol !== 'hydra:' || !granted.includes(url.host)) throw new TypeError(`"${url.host}" was not granted.`)
    return services.fetch(url.href, { ...init, redirect: 'manual', credentials: 'omit' })
  }
}

async function file(bundles: Pick<Bundles, 'get'>, cid: string, options: { signal: AbortSignal }) {
  const bytes = await bundles.get(cid, options)
  if (bytes) await verify(cid, bytes)
  return bytes
}
