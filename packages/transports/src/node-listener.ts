/**
 * The one port of a node: WebSocket, the HTTP transport and ordinary routes together.
 *
 * ```ts
 * const listener = await openNodeListener({ handler: async (request) => new Response(request.url) })
 * const answer = await fetch(listener.url + '/hello')
 * await listener.close()
 * ```
 *
 * @packageDocumentation
 */
export { openNodeListener } from './node/open-node-listener.ts'
export type { NodeListener, NodeListenerOptions } from './node/open-node-listener.ts'
export type { PortLimits } from './node/limits.ts'
export type { PortRefusal } from './node/refusals.ts'
