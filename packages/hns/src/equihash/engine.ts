import { EQUIHASH } from '../wasm/equihash.ts'
import { compile, instantiate, memoryOf } from '../wasm/load.ts'
import { prepare, writeInput } from './input.ts'
import { LAYOUT, solverBytes } from './layout.ts'
import { hashesOf, INDICES, type Parameters } from './parameters.ts'

/** What the module exports. `at` is the index's place in the message, `size` the bytes of a hash. */
interface Exports {
  readonly fill: (digitBits: number, at: number, size: number, perDigest: number) => void
  readonly collide: (digitBits: number, level: number) => void
  readonly finish: (digitBits: number) => number
  readonly expand: (digitBits: number, level: number, origin: number, at: number) => void
  readonly check: (digitBits: number, at: number, size: number, perDigest: number) => number
}

export const compileEquihash = (): WebAssembly.Module | undefined => compile(EQUIHASH)

/** Checks solutions of inputs of one length. */
export function createChecker(module: WebAssembly.Module, parameters: Parameters, inputBytes: number) {
  const memory = memoryOf(LAYOUT.heaps)
  const { check } = instantiate(module, memory) as Exports
  const at = prepare(memory, parameters, inputBytes)
  const { bytes, perDigest } = hashesOf(parameters)
  const place = new Uint32Array(memory.buffer, LAYOUT.indices, INDICES)
  return (input: Uint8Array, indices: Uint32Array): boolean => {
    writeInput(memory, input)
    place.set(indices)
    return check(parameters.digitBits, at, bytes, perDigest) === 1
  }
}

/** Finds the candidates of one input after the other: solutions, and what has an index twice. */
export function createSolver(module: WebAssembly.Module, parameters: Parameters, inputBytes: number) {
  const memory = memoryOf(solverBytes(parameters.digitBits))
  const { fill, collide, finish, expand } = instantiate(module, memory) as Exports
  const at = prepare(memory, parameters, inputBytes)
  const { bytes, perDigest } = hashesOf(parameters)
  const words = new Uint32Array(memory.buffer)
  return (input: Uint8Array): Uint32Array[] => {
    const { digitBits } = parameters
    writeInput(memory, input)
    fill(digitBits, at, bytes, perDigest)
    for (let level = 0; level < 4; level++) collide(digitBits, level)
    return Array.from({ length: finish(digitBits) }, (_, i) => {
      expand(digitBits, 5, words[LAYOUT.found / 4 + i] as number, 0)
      return words.slice(LAYOUT.indices / 4, LAYOUT.indices / 4 + INDICES)
    })
  }
}
