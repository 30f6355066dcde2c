import { createOpenAccess, type Surroundings as Blocks } from './block-access.ts'
import type { BlockStore } from './block-store.ts'
import { parseCid } from './file-path.ts'
import type { Files } from './files.ts'
import type { Gate } from './gate.ts'
import { createHolding, type Holding } from './holding.ts'
import type { Pins } from './pins.ts'
import { createReading } from './reading.ts'

interface Surroundings extends Blocks {
  readonly store: BlockStore
  readonly pins: Pins
  readonly gate: Gate
}

export type Contents = Holding & Pick<Files, 'get' | 'stream' | 'stat' | 'ls' | 'block'>

/** What looks into blocks. A page that holds none yet does without it. */
export async function createContents({ store, pins, gate, ...blocks }: Surroundings): Promise<Contents> {
  const open = createOpenAccess(blocks)
  return {
    ...createReading(open),
    ...(await createHolding({ open, store, keeper: blocks.keeper, pins, gate })),
    async block(text, options = {}) {
      const cid = parseCid(text)
      const access = open(cid, options)
      try {
        return (await access.get(cid)).bytes.subarray()
      } catch (error) {
        if (error instanceof Error && error.name === 'MissingBlockError') return undefined
        throw error
      } finally {
        access.end()
      }
    },
  }
}
