import { Resolver } from 'node:dns/promises'
import type { DnsResolver } from '../dns-resolver.ts'

/** Looks names up with the servers given, or with those of the system where none are. */
export function nodeResolver(options: { servers?: readonly string[]; timeoutMs?: number } = {}): DnsResolver {
  const { servers, timeoutMs = 5_000 } = options
  return {
    async txt(name, { signal }) {
      signal.throwIfAborted()
      // One resolver per look-up: cancelling one must not cancel the others.
      const resolver = new Resolver({ timeout: timeoutMs, tries: 2 })
      if (servers) resolver.setServers(servers)
      const cancel = (): void => resolver.cancel()
      signal.addEventListener('abort', cancel, { once: true })
      try {
        const records = await resolver.resolveTxt(name)
        return records.map((parts) => parts.join(''))
      } finally {
        signal.removeEventListener('abort', cancel)
      }
    },
  }
}
