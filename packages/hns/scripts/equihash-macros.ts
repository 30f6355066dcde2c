import { LAYOUT } from '../src/equihash/layout.ts'
import { get, i32, op, set, tee, times, type Wat } from './wat.ts'

// What the functions of Equihash are put together from. A row is a hash as a 128-bit number whose highest bits are the
// digit to collide on next; after a collision that digit is zero, and is shifted out.

const L = LAYOUT
export const add = (...parts: readonly Wat[]): Wat => parts.reduce((a, b) => op('i32.add', a, b))
export const mul = (a: Wat, b: Wat): Wat => op('i32.mul', a, b)
export const shl = (a: Wat, bits: number): Wat => op('i32.shl', a, i32(bits))
export const xor = (a: Wat, b: Wat): Wat => op('v128.xor', a, b)
const toHighHalf = (row: Wat): Wat =>
  op('i8x16.shuffle', '16 16 16 16 16 16 16 16 0 1 2 3 4 5 6 7', row, op('v128.const', 'i64x2', 0, 0))
export const lessThan = (a: Wat, b: Wat): Wat => op('i32.lt_u', a, b)
export const when = (condition: Wat, ...body: readonly Wat[]): Wat => op('if', condition, op('then', ...body))
export const next = (name: string, by = 1): Wat => set(name, add(get(name), i32(by)))
export const params = (...names: readonly string[]): Wat =>
  names.map((name) => op('param', `$${name}`, 'i32')).join(' ')

export const digitOf = (row: string): Wat =>
  op('i32.wrap_i64', op('i64.shr_u', op('i64x2.extract_lane', 1, get(row)), op('i64.extend_i32_u', get('shift'))))

/** The row without its first digit. */
export const advance = (row: Wat): Wat =>
  op(
    'v128.or',
    op('i64x2.shl', tee('wide', row), get('digit')),
    toHighHalf(op('i64x2.shr_u', get('wide'), get('shift'))),
  )

/** The hash at a place in the digests, a big-endian number, as a row. */
export const rowAt = (place: Wat): Wat => {
  const backwards = times(16, (i) => String(15 - i))
  const bytes = op(
    'i8x16.shuffle',
    backwards,
    op('v128.load', `offset=${L.digest}`, place),
    op('v128.const', 'i64x2', 0, 0),
  )
  return op('v128.and', bytes, op('v128.load', `offset=${L.mask}`, i32(0)))
}

/** Hashes two inputs, which differ in the number at `at` of the message. */
export const hashTwo = (one: Wat, other: Wat): Wat =>
  [
    op('i32.store', `offset=${L.message}`, get('at'), one),
    op('i32.store', `offset=${L.message + 8}`, get('at'), other),
    op('call', '$hash'),
  ].join('\n')
