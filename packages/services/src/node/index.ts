/**
 * Services out of what was written for Node's `http`.
 *
 * ```ts
 * const app = express()
 * await services.host(fromNode(app))
 * ```
 *
 * @packageDocumentation
 */
export { fromNode } from './from-node.ts'
export { sqliteStores } from './sqlite-stores.ts'
export type { KvStores } from '../registry/kv-stores.ts'
