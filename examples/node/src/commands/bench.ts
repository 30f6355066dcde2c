import { localCommand } from '../cli/command.ts'
import { UsageError } from '../cli/errors.ts'

interface Measured {
  readonly peers: number
  readonly degree: number
  readonly seed: number
  readonly copies: number
  readonly delivered: number
  readonly bytesPerDelivery: number
  readonly deliveryMs: { readonly p50: number; readonly p99: number }
  readonly coverageMs: { readonly p50: number; readonly p99: number }
  readonly hops: { readonly p50: number; readonly p99: number }
  readonly originNamed: number
  readonly cpuSeconds: number
}

const MOST_PEERS = 100_000

export const benchGossip = localCommand<Measured>({
  summary: 'Broadcasts in a simulated network: what it costs, how long it takes, what spies learn. Nothing is sent.',
  options: {
    peers: { type: 'number', about: 'how many there are (1000)' },
    degree: { type: 'number', about: 'links that each opens (8)' },
    lazy: { type: 'number', about: 'part of the links outside the tree that carry ids only, 0 to 1 (1)' },
    announce: { type: 'number', value: 'MS', about: 'how often each neighbour is told ids (4000)' },
    stem: { type: 'number', about: 'peers that a message walks through before it is spread (0)' },
    bytes: { type: 'number', about: 'of a message (1024)' },
    seed: { type: 'number', about: 'the same gives the same figures, on every machine (1)' },
  },
  example: 'hydra bench gossip --peers 50 --degree 6',
  async *local(_, { number, signal }) {
    const [peers, degree, seed] = [number('peers') ?? 1_000, number('degree') ?? 8, number('seed') ?? 1]
    const [lazy, stem] = [number('lazy') ?? 1, number('stem') ?? 0]
    if (!Number.isInteger(peers) || peers < 2 || peers > MOST_PEERS) {
      throw new UsageError(`--peers takes a whole number from 2 to ${MOST_PEERS}.`)
    }
    if (!Number.isInteger(degree) || degree < 1 || degree >= peers) {
      throw new UsageError('--degree takes a whole number from 1 to one less than there are peers.')
    }
    if (lazy > 1) throw new UsageError('--lazy takes a part, from 0 to 1.')
    const { measureSpread } = await import('@hydra/router/simulator')
    const [announceMs, messageBytes] = [number('announce'), number('bytes')]
    const before = process.cpuUsage()
    const shape = { peers, degree, seed }
    const figures = await measureSpread({
      ...shape,
      lazy,
      stem,
      signal,
      ...(announceMs !== undefined && { announceMs }),
      ...(messageBytes !== undefined && { messageBytes }),
    })
    const { user, system } = process.cpuUsage(before)
    const { copies, delivered, bytes, deliveryMs, coverageMs, hops, named } = figures
    yield {
      result: {
        ...shape,
        copies,
        delivered,
        bytesPerDelivery: bytes,
        deliveryMs,
        coverageMs,
        hops,
        originNamed: named,
        cpuSeconds: (user + system) / 1e6,
      },
    }
  },
  text: ({ peers, degree, seed, copies, delivered, bytesPerDelivery, deliveryMs, coverageMs, hops, originNamed }) =>
    [
      `${peers} peers, ${degree} links opened by each, seed ${seed}`,
      `  reached          ${(delivered * 100).toFixed(1)} % of all`,
      `  copies           ${copies.toFixed(2)} for each that it was new to`,
      `  bytes            ${Math.round(bytesPerDelivery)} for each, all frames together`,
      `  a peer has it    after ${Math.round(deliveryMs.p50)} ms, 99 of 100 after ${Math.round(deliveryMs.p99)} ms`,
      `  all have it      after ${Math.round(coverageMs.p50)} ms, 99 of 100 messages after ${Math.round(coverageMs.p99)} ms`,
      `  hops             ${hops.p50.toFixed(1)}, 99 of 100 within ${hops.p99.toFixed(1)}`,
      `  origin named     ${(originNamed * 100).toFixed(0)} of 100 messages, if a tenth of all are spies`,
    ].join('\n'),
})
