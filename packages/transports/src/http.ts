/**
 * A libp2p transport over plain HTTP, for peers that can make requests and nothing more.
 *
 * ```ts
 * const port = await openNodeListener()
 * const node = await createLibp2p({ ...nodeTransports({ port }), transports: [http({ port })] })
 * ```
 *
 * @packageDocumentation
 */
export { http } from './http/transport.ts'
export type { HttpInit } from './http/transport.ts'
export type { SessionLimits } from './http/limits.ts'
