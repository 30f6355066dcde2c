/**
 * A duplex stream to a peer id, over whatever this device can speak.
 *
 * ```ts
 * import { createLibp2p } from 'libp2p'
 * import { nodeTransports } from '@hydra/transports'
 * import { openNodeListener } from '@hydra/transports/node-listener'
 *
 * const port = await openNodeListener()
 * const node = await createLibp2p(nodeTransports({ port }))
 * ```
 *
 * @packageDocumentation
 */
import '@hydra/identity/engine'

export { connectionKind } from './connection-kind.ts'
export type { ConnectionKind } from './connection-kind.ts'
export { receive, send } from './paced-stream.ts'
export { browserTransports } from './presets/browser-transports.ts'
export type { ConnectionLimits, RelayLimits } from './presets/limits.ts'
export { memoryTransports } from './presets/memory-transports.ts'
export { nodeTransports } from './presets/node-transports.ts'
export type { NodeTransportsOptions } from './presets/node-transports.ts'
export type { Preset, PresetOptions, PresetServices, TransportFactory } from './presets/preset.ts'
export type { RequestHandler, RequestOrigin } from './request-handler.ts'
export type { SharedPort } from './shared-port.ts'
