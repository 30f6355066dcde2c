import { describe, expect, it } from 'vitest'
import { dns } from './dns.ts'
import { type DnsResolver, httpsResolver } from './dns-resolver.ts'
import { DnsLookupError } from './errors.ts'
import { type Candidate, NOBODY } from './source.ts'
import { testSource } from './testing/source-suite.ts'
import { type TestPeer, testPeer } from './testing/test-peer.ts'
import { virtualClock } from './testing/virtual-clock.ts'

type Zone = Record<string, readonly string[]>

function zoneResolver(zone: Zone): DnsResolver & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    async txt(name) {
      asked.push(name)
      const records = zone[name]
      if (!records) throw new Error(`queryTxt ENOTFOUND ${name}`)
      return records
    },
  }
}

const listing = (peer: TestPeer): string => `dnsaddr=${peer.address}/p2p/${peer.peerId}`

async function resolveOnce(zone: Zone, options: { maxDepth?: number } = {}) {
  const resolver = zoneResolver(zone)
  const life = new AbortController()
  const clock = virtualClock()
  const found: Candidate[] = []
  const looking = (async () => {
    const source = dns({ domains: ['example.org'], resolver, clock, ...options })
    for await (const candidate of source.find({ signal: life.signal })) found.push(candidate)
  })()
  await Promise.race([looking, clock.advance(1000)])
  life.abort()
  await looking
  return { found, asked: resolver.asked }
}

testSource('DNS', async () => {
  const clock = virtualClock()
  const records: string[] = []
  let number = 0
  return {
    source: dns({ domains: ['example.org'], resolver: zoneResolver({ '_dnsaddr.example.org': records }), clock }),
    async appear() {
      const peer = await testPeer(++number)
      records.push(listing(peer))
      return peer
    },
    pass: () => clock.advance(60_000),
  }
})

describe('dnsaddr records', () => {
  it('are followed to other names, and only for the peer that they were followed for', async () => {
    const [alice, bob] = [await testPeer(1), await testPeer(2)]
    const { found } = await resolveOnce({
      '_dnsaddr.example.org': [`dnsaddr=/dnsaddr/far.example/p2p/${alice.peerId}`],
      '_dnsaddr.far.example': [listing(alice), listing(bob)],
    })
    expect(found.map(({ peerId }) => peerId)).toEqual([alice.peerId])
  })

  it('that go in a circle come to an end', async () => {
    const peer = await testPeer(1)
    const { found, asked } = await resolveOnce({
      '_dnsaddr.example.org': ['dnsaddr=/dnsaddr/far.example', listing(peer)],
      '_dnsaddr.far.example': ['dnsaddr=/dnsaddr/example.org'],
    })
    expect(found).toHaveLength(1)
    expect(asked).toHaveLength(2)
  })

  it('that fan out or nest for ever are cut off', async () => {
    const fan: Zone = {}
    for (let level = 0; level < 50; level++) {
      const name = level === 0 ? 'example.org' : `${level}.example`
      fan[`_dnsaddr.${name}`] = Array.from(
        { length: 500 },
        (_, index) => `dnsaddr=/dnsaddr/${level + 1 + index}.example`,
      )
    }
    const wide = await resolveOnce(fan).catch((error: unknown) => error)
    expect(wide).toBeInstanceOf(DnsLookupError)
    const resolver = zoneResolver(fan)
    const source = dns({ domains: ['example.org'], resolver, clock: virtualClock() })
    await expect(source.find({ signal: new AbortController().signal })[Symbol.asyncIterator]().next()).rejects.toThrow()
    expect(resolver.asked.length).toBeLessThanOrEqual(32)
  })

  it('that are malformed are nobody, and good ones beside them are used', async () => {
    const peer = await testPeer(1)
    const noise = [
      'dnsaddr=',
      'dnsaddr=/ip4/999.1.1.1',
      'v=spf1 -all',
      `dnsaddr=/ip4/1.1.1.1/tcp/1`,
      'dnsaddr=/dnsaddr/',
      'x'.repeat(60_000),
    ]
    const { found } = await resolveOnce({ '_dnsaddr.example.org': [...noise, listing(peer)] })
    // What is no dnsaddr is meant for somebody else, and is not counted.
    expect(found).toEqual([peer.candidate(), ...Array.from({ length: 4 }, () => NOBODY)])
  })

  it('that are missing are an error that says where to put them', async () => {
    await expect(resolveOnce({})).rejects.toThrow(/ENOTFOUND.*_dnsaddr.example.org have TXT records/)
    await expect(resolveOnce({ '_dnsaddr.example.org': ['nothing'] })).rejects.toThrow(DnsLookupError)
  })
})

describe('a resolver over HTTPS', () => {
  const signal = new AbortController().signal
  const resolve = (body: BodyInit, status = 200) => {
    const asked: string[] = []
    const answer: typeof fetch = async (input) => {
      asked.push(new Request(input).url)
      return new Response(body, { status })
    }
    return {
      asked,
      txt: httpsResolver('https://dns.example/query', { fetch: answer }).txt('_dnsaddr.example.org', { signal }),
    }
  }

  it('asks the server that the user named, and joins the parts of long records', async () => {
    const Answer = [
      { type: 16, data: '"dnsaddr=/ip4" "/1.1.1.1"' },
      { type: 5, data: 'alias.example.' },
      { type: 16, data: 'plain' },
    ]
    const { asked, txt } = resolve(JSON.stringify({ Status: 0, Answer }))
    expect(await txt).toEqual(['dnsaddr=/ip4/1.1.1.1', 'plain'])
    expect(asked).toEqual(['https://dns.example/query?name=_dnsaddr.example.org&type=TXT'])
  })

  it('refuses errors, noise and endless answers by name', async () => {
    await expect(resolve('', 500).txt).rejects.toThrow(DnsLookupError)
    await expect(resolve('<html>').txt).rejects.toThrow(DnsLookupError)
    await expect(resolve(' '.repeat(1_000_000)).txt).rejects.toThrow(/more than/)
    expect(await resolve('{"Answer":[null,7,{"type":16}]}').txt).toEqual([])
    expect(await resolve('null').txt).toEqual([])
  })
})
