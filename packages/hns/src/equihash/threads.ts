import { MinerError } from '../errors.ts'
import { countTries } from '../progress.ts'
import type { SolveOptions } from '../puzzle.ts'
import { memoryOf } from '../wasm/load.ts'
import { prepare, writeInput, placeOf } from './input.ts'
import { LAYOUT, solverBytes } from './layout.ts'
import { hashesOf, INDICES } from './parameters.ts'
import { startThread, type Thread } from './start-thread.ts'
import { bestOf, INPUT_BYTES, NONCE_BYTES, type Search, SEED_BYTES } from './tries.ts'

// One search after the other, until it is stopped from outside. Plain text, because it must need nothing that a bundler
// could move; what is found is judged by whoever started it.
const MINER = `
function mine({ module, bytes, digitBits, at, size, perDigest, layout, counterAt, indices }) {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes.total / 65536) })
  const { fill, collide, finish, expand } = new WebAssembly.Instance(module, { hydra: { memory } }).exports
  new Uint8Array(memory.buffer).set(bytes.prepared)
  const words = new Uint32Array(memory.buffer)
  for (let counter = 0; ; counter++) {
    words[counterAt] = words[counterAt + 2] = counter
    fill(digitBits, at, size, perDigest)
    for (let level = 0; level < 4; level++) collide(digitBits, level)
    const candidates = new Uint32Array(finish(digitBits) * indices)
    for (let i = 0; i < candidates.length; i += indices) {
      expand(digitBits, 5, words[layout.found / 4 + i / indices], 0)
      candidates.set(words.subarray(layout.indices / 4, layout.indices / 4 + indices), i)
    }
    port.postMessage({ counter, candidates })
  }
}
`

interface Tried {
  readonly counter: number
  readonly candidates: Uint32Array
}

/** Searches in workers, each from a random nonce on. Aborting ends them. */
export function solveInThreads(
  search: Search & { readonly module: WebAssembly.Module; readonly threads: number },
  options: SolveOptions,
): Promise<Uint8Array> {
  const { signal } = options
  const report = countTries(search.work, options)
  const threads: Thread[] = []
  return new Promise<Uint8Array>((resolve, reject) => {
    const onAbort = (): void => reject(signal?.reason as Error)
    signal?.addEventListener('abort', onAbort, { once: true })
    const start = (): Thread => {
      const nonce = globalThis.crypto.getRandomValues(new Uint32Array(NONCE_BYTES / 4))
      const onMessage = (message: unknown): void => {
        const { counter, candidates } = message as Tried
        nonce[1] = counter
        const { tries, found } = bestOf(search, new Uint8Array(nonce.buffer), each(candidates))
        if (found !== undefined) resolve(found)
        else report(tries)
      }
      return startThread(MINER, 'mine', jobOf(search, nonce), {
        onMessage,
        onError: (cause) => reject(new MinerError({ cause })),
      })
    }
    try {
      while (threads.length < search.threads) threads.push(start())
    } catch (cause) {
      reject(new MinerError({ cause }))
    }
  }).finally(() => {
    for (const thread of threads) thread.stop()
  })
}

function* each(candidates: Uint32Array): Iterable<Uint32Array> {
  for (let i = 0; i < candidates.length; i += INDICES) yield candidates.subarray(i, i + INDICES)
}

function jobOf({ module, parameters, seed }: Search & { module: WebAssembly.Module }, nonce: Uint32Array): unknown {
  const memory = memoryOf(LAYOUT.heaps)
  const at = prepare(memory, parameters, INPUT_BYTES)
  writeInput(memory, seed)
  writeInput(memory, new Uint8Array(nonce.buffer), SEED_BYTES)
  const { bytes: size, perDigest } = hashesOf(parameters)
  return {
    module,
    bytes: { total: solverBytes(parameters.digitBits), prepared: new Uint8Array(memory.buffer).slice(0, LAYOUT.heaps) },
    digitBits: parameters.digitBits,
    at,
    size,
    perDigest,
    layout: { found: LAYOUT.found, indices: LAYOUT.indices },
    counterAt: (LAYOUT.message + placeOf(SEED_BYTES + 4)) / 4,
    indices: INDICES,
  }
}
