import { createKeyPair } from '@hydra/identity'
import { createRouter, lazyTree, type RouterOptions } from '@hydra/router'
import { libp2pLink } from '@hydra/router/libp2p'
import { inTurns } from '../harness/in-turns.ts'
import type { Answer, RunOptions } from '../harness/question.ts'
import { percentile } from '../harness/statistics.ts'
import { connectLine, ECHO, echoOn, exchange, RELAYED, relayNaively, startLine } from './nodes.ts'

const BYTES = 1_024

export interface Asking {
  readonly nodes: number
  readonly privacy: 'hidden' | 'direct'
  readonly tail: RouterOptions['tail'] & object
}

/**
 * Our router against bare libp2p on the same nodes: TCP on loopback, noise, yamux, all in this process; one request
 * after the other, in batches that take turns.
 */
export async function measureRequests(asking: Asking, { short, runs }: RunOptions): Promise<Answer> {
  const { meanLinks } = asking.tail
  // With delays each takes two seconds.
  const requests = meanLinks === 0 ? (short ? 25 : 100) : short ? 4 : 10
  await using sides = await startLineOf(asking)
  const batch = (ask: () => Promise<void>) => () => p50(ask, requests)
  // Two batches warm up: the first also opens streams and finds ways.
  await p50(sides.askRouter, requests)
  await p50(sides.askBare, requests)
  const { ours, peer } = await inTurns(
    { ours: batch(sides.askRouter), peer: batch(sides.askBare) },
    { runs: meanLinks === 0 ? Math.max(runs, short ? 5 : 11) : runs, warmUp: true },
  )
  return { ours, peer, further: { requestsPerRun: requests, configuration: CONFIGURATION } }
}

const CONFIGURATION =
  'TCP on loopback, noise as nodeTransports() has it, yamux, one process; a line in which a request takes each link once; createRouter({ link, spread: lazyTree({ link }) })'

// Where a stem ends is drawn once for each link: one that ends at the host's own peer takes two links more.
async function startLineOf(asking: Asking) {
  for (;;) {
    const sides = await startSides(asking)
    // The first may need more than one try.
    await sides.askRouter()
    const before = sides.opened()
    await sides.askRouter()
    if (sides.opened() - before === asking.nodes) return sides
    await sides[Symbol.asyncDispose]()
  }
}

async function startSides({ nodes: size, privacy, tail }: Asking) {
  const nodes = await startLine(size)
  const links = await Promise.all(nodes.map((node) => libp2pLink(node)))
  await connectLine(nodes)
  let opened = 0
  // Each peer that a request goes on from counts it, the asker included.
  const onMetric = (what: string) => (opened += what === 'opened' ? 1 : 0)
  const routers = links.map((link) =>
    createRouter({ link, spread: lazyTree({ link }), acceptWeak: true, tail, onMetric }),
  )
  const [asker, host] = [routers[0]!, routers.at(-1)!]
  const key = await createKeyPair()
  await host.host(key, ({ body }) => body, { privacy })
  await relayNaively(nodes)
  await echoOn(nodes.at(-1)!, BYTES)
  const request = new Uint8Array(BYTES)
  const warm = await nodes[0]!.dialProtocol(nodes[1]!.getMultiaddrs(), RELAYED)

  return {
    opened: () => opened,
    askRouter: async (): Promise<void> => {
      const { body } = await asker.request(key.publicKey, request, { privacy })
      let length = 0
      for await (const piece of body) length += piece.length
      if (length !== BYTES) throw new Error(`${length} bytes came back.`)
    },
    askBare: async (): Promise<void> => {
      if (privacy === 'hidden') return exchange(warm, request)
      const stream = await nodes[0]!.dialProtocol(nodes[1]!.getMultiaddrs(), ECHO)
      await exchange(stream, request)
      await stream.close()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(routers.map((router) => router.close()))
      await Promise.all(links.map((link) => link.close()))
      for (const node of nodes) await node.stop()
    },
  }
}

async function p50(ask: () => Promise<void>, requests: number): Promise<number> {
  const ms: number[] = []
  for (let index = 0; index < requests; index++) {
    const started = performance.now()
    await ask()
    ms.push(performance.now() - started)
  }
  return percentile(ms, 0.5)
}
