import { createKeyPair } from '@hydra/identity'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { afterEach, expect, it } from 'vitest'
import { createRouter } from '../create-router.ts'
import type { Router } from '../router.ts'
import { lazyTree } from '../spread/lazy-tree.ts'
import { collect } from '../testing/mesh.ts'
import { libp2pLink, type Libp2pLink } from './link.ts'

const nodes: Libp2p[] = []
const routers: Router[] = []
afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.close()))
  await Promise.all(nodes.splice(0).map(async (node) => node.stop()))
})

async function start(): Promise<{ node: Libp2p; router: Router; link: Libp2pLink }> {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  })
  const link = await libp2pLink(node)
  const router = createRouter({ link, spread: lazyTree({ link }), acceptWeak: true, tail: { meanLinks: 0 } })
  nodes.push(node)
  routers.push(router)
  return { node, router, link }
}

it('carries requests over real connections, and notices when one ends', async () => {
  const [a, b, c] = [await start(), await start(), await start()]
  await a.node.dial(b.node.getMultiaddrs())
  await c.node.dial(b.node.getMultiaddrs())
  const key = await createKeyPair()
  await c.router.host(key, ({ body }) => body)
  const sent = new Uint8Array(3_000_000).map((_, index) => index % 253)
  const { body } = await a.router.request(key.publicKey, sent)
  expect(await collect(body)).toEqual(sent)
  expect([...a.link.neighbours()]).toMatchObject([{ id: b.node.peerId.toString(), outbound: true }])
  expect([...c.link.neighbours()]).toMatchObject([{ outbound: true }])
  expect([...b.link.neighbours()].map(({ outbound }) => outbound)).toEqual([false, false])
  const left = new Promise<void>((resolve) => a.link.onChange(resolve))
  await b.node.stop()
  await left
  expect([...a.link.neighbours()]).toEqual([])
})

it('works when both dial each other at the same time', async () => {
  const [a, b] = [await start(), await start()]
  await Promise.all([a.node.dial(b.node.getMultiaddrs()), b.node.dial(a.node.getMultiaddrs())])
  const key = await createKeyPair()
  await b.router.host(key, ({ body }) => body)
  for (const text of ['one', 'two']) {
    const { body } = await a.router.request(key.publicKey, new TextEncoder().encode(text))
    expect(new TextDecoder().decode(await collect(body))).toBe(text)
  }
})
