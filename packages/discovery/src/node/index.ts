/**
 * What only Node can do: look names up with servers of your choice, and remember peers in a file.
 *
 * ```ts
 * import { fileStore, nodeResolver } from '@hydra/discovery/node'
 * const store = fileStore('/var/lib/hydra/peers')
 * const resolver = nodeResolver({ servers: ['127.0.0.1'] })
 * ```
 *
 * @packageDocumentation
 */
export { fileStore } from './file-store.ts'
export { nodeResolver } from './node-resolver.ts'
