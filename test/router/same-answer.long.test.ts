import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { digestOf, patterned, startChain, type Way } from './chain.ts'

const MIB = 1024 ** 2
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const chains: readonly (readonly Way[])[] = [
  ['memory', 'memory', 'memory', 'memory'],
  ['tcp', 'tcp', 'tcp', 'tcp'],
  ['ws', 'ws', 'ws', 'ws'],
  ['http', 'http', 'http', 'http'],
  ['tcp', 'ws', 'http', 'ws'],
]

/** All peers are in this process: what is in use after a collection is what all of them hold together. */
async function inUse(): Promise<number> {
  // The first collection finds what is dead, the second counts without the buffers that died with it.
  for (let round = 0; round < 2; round++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

it.each(chains.map((ways) => [ways.join(' → '), ways] as const))('50 MiB each way over %s', async (name, ways) => {
  const { asker, service, cutOff, close } = await startChain(ways)
  const before = await inUse()
  const started = performance.now()
  const { body } = await asker.request(service, patterned(50 * MIB))
  let length = 0
  let peak = 0
  const watched = (async function* () {
    for await (const piece of body) {
      if (Math.floor(length / (5 * MIB)) !== Math.floor((length + piece.length) / (5 * MIB))) {
        peak = Math.max(peak, (await inUse()) - before)
      }
      length += piece.length
      yield piece
    }
  })()
  expect(await digestOf(watched)).toBe(await digestOf(patterned(50 * MIB), 0xff))
  const seconds = (performance.now() - started) / 1_000
  console.log(`${name}: ${(50 / seconds).toFixed(1)} MiB/s each way, peak ${(peak / MIB).toFixed(1)} MiB of all peers`)
  expect(cutOff).toEqual([])
  expect(peak).toBeLessThan(48 * MIB)
  await close()
})
