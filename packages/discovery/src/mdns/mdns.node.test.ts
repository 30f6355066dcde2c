import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Answer, encode } from 'dns-packet'
import { describe, expect, it } from 'vitest'
import { NOBODY } from '../source.ts'
import { mutate } from '../fuzz/mutate.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { testSource } from '../testing/source-suite.ts'
import { testPeer } from '../testing/test-peer.ts'
import { mdns } from './mdns.ts'
import { readAnswer, writeAnswer } from './packet.ts'

const options = { interface: '127.0.0.1', port: 5398, serviceTag: '_hydra-suite._udp.local', intervalMs: 100 }

testSource('mDNS', async () => {
  const life = new AbortController()
  const responders: Promise<void>[] = []
  let number = 0
  return {
    source: mdns(options),
    async appear() {
      const peer = await testPeer(++number, `/ip4/192.168.1.${number}/tcp/4001`)
      const responder = mdns(options)
      responders.push(
        (async () => {
          for await (const _ of responder.find({ signal: life.signal })) if (life.signal.aborted) return
        })(),
      )
      await responder.announce?.({ ...(await peer.own()), addresses: peer.addresses() }, { signal: life.signal })
      return peer
    },
    async close() {
      life.abort()
      await Promise.all(responders)
    },
  }
})

describe('a source that listens to the local network', () => {
  it('outlasts packets that are no DNS, and finds who answers after them', async () => {
    const life = new AbortController()
    const peer = await testPeer(1, '/ip4/192.168.1.7/tcp/4001')
    const looking = (async () => {
      for await (const { peerId } of mdns(options).find({ signal: life.signal }))
        if (peerId === peer.peerId) return peerId
      return undefined
    })()
    const noise = createSocket({ type: 'udp4', reuseAddr: true })
    noise.bind(0, '127.0.0.1')
    await once(noise, 'listening')
    noise.setMulticastInterface('127.0.0.1')
    const random = seededRandom(1)
    const packet = encode({
      type: 'response',
      answers: writeAnswer({ ...options, name: 'x', addresses: peer.addresses() }),
    })
    for (let number = 0; number < 500; number++) {
      const mutant = mutate(packet, random).subarray(0, 8000)
      await new Promise((resolve) => noise.send(mutant, options.port, '224.0.0.251', resolve))
    }
    noise.close()
    const responder = mdns(options)
    const answering = (async () => {
      for await (const _ of responder.find({ signal: life.signal })) if (life.signal.aborted) return
    })()
    await responder.announce?.({ ...(await peer.own()), addresses: peer.addresses() }, { signal: life.signal })
    expect(await looking).toBe(peer.peerId)
    life.abort()
    await answering
  })
})

describe('an answer by mDNS', () => {
  const own = { serviceTag: '_p2p._udp.local', ownName: 'me' }
  const from = (name: string, data: unknown): Answer[] => [
    ...writeAnswer({ serviceTag: own.serviceTag, name, addresses: [] }),
    { name: `${name}.${own.serviceTag}`, type: 'TXT', data } as Answer,
  ]

  it('reads back whom it was about, as text and as bytes', async () => {
    const peer = await testPeer(1, '/ip4/192.168.1.7/tcp/4001')
    const expected = [peer.candidate()]
    expect(readAnswer(writeAnswer({ ...own, name: 'you', addresses: peer.addresses() }), own)).toEqual(expected)
    expect(readAnswer(from('you', [new TextEncoder().encode(`dnsaddr=${peer.addresses()[0]}`)]), own)).toEqual(expected)
  })

  it('is nobody where it is our own, of another service, or noise', async () => {
    const [address = ''] = (await testPeer(1)).addresses()
    expect(readAnswer(writeAnswer({ ...own, name: 'me', addresses: [address] }), own)).toEqual([])
    expect(
      readAnswer(writeAnswer({ serviceTag: '_other._udp.local', name: 'you', addresses: [address] }), own),
    ).toEqual([])
    for (const data of [['x', 7, null], 9, undefined]) expect(readAnswer(from('you', data), own)).toEqual([])
    // What was meant for us and cannot be read is counted, once per packet.
    for (const data of ['dnsaddr=', 'dnsaddr=/ip4/1', ['dnsaddr=', 'dnsaddr=/ip4/1']]) {
      expect(readAnswer(from('you', data), own)).toEqual([NOBODY])
    }
  })

  it('is read in part where it is huge', async () => {
    const peer = await testPeer(1)
    const many = Array.from(
      { length: 50_000 },
      (_, port) => `dnsaddr=/ip4/10.0.0.1/tcp/${port % 65_535}/p2p/${peer.peerId}`,
    )
    expect(readAnswer(from('you', many), own)[0]?.addresses.length).toBeLessThanOrEqual(16)
  })

  it('leaves out addresses that do not fit into one string', () => {
    const addresses = [`/dns4/${'a'.repeat(250)}.local/tcp/1`, '/ip4/10.0.0.1/tcp/1']
    expect(writeAnswer({ ...own, name: 'you', addresses })).toHaveLength(2)
  })
})
