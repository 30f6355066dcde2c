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
