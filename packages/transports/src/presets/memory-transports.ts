import { memory } from '@libp2p/memory'
import { base } from './base.ts'
import { NODE_LIMITS } from './limits.ts'
import type { Preset, PresetOptions } from './preset.ts'

/** libp2p options of a peer that others in this process reach by `/memory/<name>`. */
export function memoryTransports(options: PresetOptions = {}): Preset {
  const { transports = [], listen = [] } = options
  return {
    ...base(options, NODE_LIMITS),
    addresses: { listen: [...listen] },
    transports: [memory(), ...transports],
  }
}
