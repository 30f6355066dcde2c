/**
 * The ledger over HTTP, for whoever has routes: claims with the blocks that prove them.
 *
 * ```ts
 * const handler = namesGateway(names, records)
 * await handler(new Request('http://localhost/names/my-pictures'))
 * ```
 *
 * @packageDocumentation
 */
export { namesGateway } from './names-gateway.ts'
