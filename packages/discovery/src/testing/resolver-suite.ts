import { describe, expect, it } from 'vitest'
import type { DnsResolver } from '../dns-resolver.ts'

/** What every DNS resolver must do; `create` serves the given zone. */
export function testResolver(name: string, create: (zone: Record<string, string[]>) => Promise<DnsResolver>): void {
  const never = (): AbortSignal => new AbortController().signal
  describe(`resolver: ${name}`, () => {
    it('brings the TXT records of a name', async () => {
      const resolver = await create({ 'a.example': ['dnsaddr=/ip4/1.1.1.1', 'another one'] })
      expect([...(await resolver.txt('a.example', { signal: never() }))].sort()).toEqual([
        'another one',
        'dnsaddr=/ip4/1.1.1.1',
      ])
    })

    it('fails or brings nothing for a name without any', async () => {
      const resolver = await create({})
      expect(await resolver.txt('a.example', { signal: never() }).catch(() => [])).toEqual([])
    })

    it('ends when the signal aborts', async () => {
      const resolver = await create({ 'a.example': ['text'] })
      await expect(resolver.txt('a.example', { signal: AbortSignal.abort() })).rejects.toThrow()
    })
  })
}
