import type { Answer } from 'dns-packet'
import multicastDns from 'multicast-dns'
import { parseAddress } from '../address.ts'
import { isPublicHost } from '../address-policy.ts'
import { MAX_ADDRESSES } from '../candidate.ts'
import { type Clock, systemClock, wait } from '../clock.ts'
import { createInbox } from '../inbox.ts'
import { MulticastError } from '../errors.ts'
import { createTokenBucket } from '../token-bucket.ts'
import type { Candidate, DiscoverySource, OwnAddresses } from '../source.ts'
import { readAnswer, writeAnswer } from './packet.ts'

export interface MdnsOptions {
  /**
   * Peers that use the same tag find each other.
   * @default '_p2p._udp.local'
   */
  serviceTag?: string
  /** The IPv4 address of the interface to use; by default the one that the system chooses. */
  interface?: string
  /** @default 5353 */
  port?: number
  /**
   * How often the network is asked.
   * @default 10_000
   */
  intervalMs?: number
  clock?: Clock
}

// A network of more peers than this is not one that multicast serves.
const MAX_WAITING = 256
// One answer goes to everybody, so that many questions need few (RFC 6762, section 6).
const REPLIES = { burst: 5, perSecond: 1 }

/** Peers on the same local network, by multicast DNS as libp2p specifies it. */
export function mdns(options: MdnsOptions = {}): DiscoverySource {
  const { serviceTag = '_p2p._udp.local', intervalMs = 10_000, clock = systemClock() } = options
  // A fresh name for each start: peer ids are stable, and a name would be one more way to be followed.
  const name = crypto.randomUUID().replaceAll('-', '')
  const tellers = new Set<() => void>()
  let own: readonly string[] = []

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    const inbox = createInbox<Candidate>(MAX_WAITING, signal)
    const failure = Promise.withResolvers<never>()
    failure.promise.catch(() => {})
    const socket = open(options)
    const allowance = createTokenBucket(clock, REPLIES)
    const tell = (): void => {
      if (own.length > 0) socket.respond(writeAnswer({ serviceTag, name, addresses: own }))
    }
    tellers.add(tell)
    socket.on('error', (cause: unknown) => failure.reject(new MulticastError({ cause })))
    socket.on('warning', () => {
      // Somebody's broken packet, or an interface that cannot do multicast: neither is ours to mend.
    })
    socket.on('query', ({ questions }) => {
      const asked = questions?.some((question) => question.name === serviceTag && question.type === 'PTR')
      if (asked && allowance.take()) tell()
    })
    socket.on('response', ({ answers = [], additionals = [] }) => {
      const all: Answer[] = [...answers, ...additionals]
      for (const candidate of readAnswer(all, { serviceTag, ownName: name })) inbox.push(candidate)
    })
    const asking = keepAsking(() => socket.query(serviceTag, 'PTR'), signal)
    try {
      const items = inbox[Symbol.asyncIterator]()
      for (;;) {
        const next = await Promise.race([items.next(), failure.promise])
        if (next.done) return
        yield next.value
      }
    } finally {
      tellers.delete(tell)
      await new Promise<void>((resolve) => socket.destroy(() => resolve()))
      if (signal.aborted) await asking
    }
  }

  async function keepAsking(ask: () => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      ask()
      await wait(clock, intervalMs, signal)
    }
  }

  async function announce({ addresses }: OwnAddresses): Promise<void> {
    // Whoever listens here is on this network already; public addresses would only say more than they need.
    own = addresses.filter((address) => !isPublicHost(parseAddress(address))).slice(0, MAX_ADDRESSES)
    // Whoever asked before there was anything to say need not ask again.
    for (const tell of tellers) tell()
  }

  return { name: 'mdns', origin: 'local-network', find, announce }
}

function open({ interface: address, port = 5353 }: MdnsOptions): multicastDns.MulticastDNS {
  // Bound to one interface only, the socket would not hear what is sent to the group's address.
  return address === undefined ? multicastDns({ port }) : multicastDns({ port, interface: address, bind: '0.0.0.0' })
}
