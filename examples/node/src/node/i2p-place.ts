import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type I2p, openI2p } from '@hydra/transports/i2p'
import type { Configuration } from '../config/configuration.ts'
import type { Log } from './log.ts'

// The first tunnels take a young router a minute.
const WITHIN_MS = 180_000

/** The place in I2P of a data folder: the same each time, for its keys are kept there. */
export async function openPlace({ dataDir, settings }: Configuration, log?: Log): Promise<I2p> {
  const file = join(dataDir, 'i2p.keys')
  const keys = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  const place = await openI2p({
    sam: { port: settings['i2p.sam-port'] },
    hops: settings['i2p.hops'],
    signal: AbortSignal.timeout(WITHIN_MS),
    ...(keys !== undefined && { keys: keys.trim() }),
    ...(log && { onLog: (line: string) => log.warn(line) }),
  })
  if (keys === undefined) {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await writeFile(file, `${place.keys}\n`, { mode: 0o600 })
  }
  return place
}
