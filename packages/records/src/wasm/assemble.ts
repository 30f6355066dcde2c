// As much of an assembler for WebAssembly (core 2.0, with vectors) as one small module takes.

export type Code = readonly number[]

/** Unsigned LEB128. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]
}

function signedLeb(value: number): number[] {
  const rest = value >> 7
  const isLast = (rest === 0 && (value & 64) === 0) || (rest === -1 && (value & 64) !== 0)
  return isLast ? [value & 127] : [(value & 127) | 128, ...signedLeb(rest)]
}

const vector = (opcode: number, ...rest: number[]): Code => [0xfd, ...leb(opcode), ...rest]
// An address of 16 bytes' alignment, or of four.
const at = (offset: number, alignment = 4): number[] => [alignment, ...leb(offset)]

/** Instructions, as the specification names them. */
export const ops = {
  get: (local: number): Code => [0x20, ...leb(local)],
  set: (local: number): Code => [0x21, ...leb(local)],
  tee: (local: number): Code => [0x22, ...leb(local)],
  i32: (value: number): Code => [0x41, ...signedLeb(value)],
  i32Add: [0x6a] as Code,
  i32LessThan: [0x49] as Code,
  load: (offset: number): Code => vector(0x00, ...at(offset)),
  loadSplat: (offset: number): Code => vector(0x09, ...at(offset, 2)),
  store: (offset: number): Code => vector(0x0b, ...at(offset)),
  storeLane: (offset: number, lane: number): Code => vector(0x5a, ...at(offset, 2), lane),
  splat: vector(0x11),
  shuffle: (lanes: readonly number[]): Code => vector(0x0d, ...lanes),
  words: (...words: readonly number[]): Code => vector(0x0c, ...new Uint8Array(Uint32Array.from(words).buffer)),
  and: vector(0x4e),
  or: vector(0x50),
  xor: vector(0x51),
  notEqual: vector(0x38),
  shiftLeft: vector(0xab),
  shiftRight: vector(0xad),
  add: vector(0xae),
  subtract: vector(0xb1),
  addLanes: vector(0x8e),
}

/** Repeats `body` while `counter`, raised by `step` each time, stays below `end`. */
export function loop(counter: number, step: number, end: number, body: readonly Code[]): Code {
  const { get, tee, i32, i32Add, i32LessThan } = ops
  const again = [get(counter), i32(step), i32Add, tee(counter), i32(end), i32LessThan].flat()
  return [0x03, 0x40, ...body.flat(), ...again, 0x0d, 0x00, 0x0b]
}

export interface Routine {
  readonly name: string
  /** Local variables: first whole numbers, then vectors. */
  readonly numbers: number
  readonly vectors: number
  readonly code: readonly Code[]
}

const text = (name: string): number[] => [...leb(name.length), ...new TextEncoder().encode(name)]
const list = (items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()]
const section = (id: number, content: readonly number[]): number[] => [id, ...leb(content.length), ...content]

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

/** A module of routines without arguments over one page of memory, all of it exported. */
export function assemble(routines: readonly Routine[]): Uint8Array<ArrayBuffer> {
  const bodies = routines.map(({ numbers, vectors, code }) => {
    const body = [
      ...list([
        [...leb(numbers), 0x7f],
        [...leb(vectors), 0x7b],
      ]),
      ...code.flat(),
      0x0b,
    ]
    return [...leb(body.length), ...body]
  })
  const exported = routines.map(({ name }, i) => [...text(name), 0x00, ...leb(i)])
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, list([[0x60, 0x00, 0x00]])),
    ...section(3, list(routines.map(() => [0x00]))),
    ...section(5, list([[0x00, 0x01]])),
    ...section(7, list([[...text('memory'), 0x02, 0x00], ...exported])),
    ...section(10, list(bodies)),
  ])
}
