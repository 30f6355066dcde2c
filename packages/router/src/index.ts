/**
 * Asks the network, and gets an answer, without saying who asked or who answered.
 *
 * ```ts
 * import { createKeyPair } from '@hydra/identity'
 * import { createMemoryNetwork, createRouter, lazyTree, type MemoryPeer } from '@hydra/router'
 *
 * const network = createMemoryNetwork()
 * const [asker, host] = [network.add(), network.add()]
 * network.connect(asker, host)
 * const route = ({ link }: MemoryPeer) => createRouter({ link, spread: lazyTree({ link }), acceptWeak: true })
 * const [a, b] = [route(asker), route(host)]
 * const key = await createKeyPair()
 * await b.host(key, ({ body }) => body)
 * const { body } = await a.request(key.publicKey, new TextEncoder().encode('hello'))
 * for await (const piece of body) console.log(new TextDecoder().decode(piece))
 * await Promise.all([a.close(), b.close()])
 * ```
 *
 * @packageDocumentation
 */
export { createRouter } from './create-router.ts'
export type { RouterOptions } from './create-router.ts'
export { BrokenStreamError, ClosedError, NoAnswerError, WeaklyHiddenError } from './errors.ts'
export { createMemoryNetwork } from './memory-link.ts'
export type { MemoryNetwork, MemoryPeer } from './memory-link.ts'
export type { Link, Neighbour, NeighbourId, Unsubscribe } from './link.ts'
export type {
  Answer,
  Body,
  Handler,
  HostOptions,
  IncomingRequest,
  Privacy,
  PublishOptions,
  RequestOptions,
  RequestProgress,
  Router,
} from './router.ts'
export { lazyTree } from './spread/lazy-tree.ts'
export type { LazyTreeOptions } from './spread/lazy-tree.ts'
export type { Spread, SpreadCopy, Verdict } from './spread.ts'
export type { Clock, Random } from './time.ts'
