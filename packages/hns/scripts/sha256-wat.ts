import { LAYOUT } from '../src/double-sha256/layout.ts'
import { func, get, i32, locals, op, repeat, set, tee, times, type Wat } from './wat.ts'

// FIPS 180-4, four messages at once: one in each 32-bit lane.

const { constants, schedule, block, midstate, initial } = LAYOUT
const STATE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

const xor = (...parts: readonly Wat[]): Wat => parts.reduce((a, b) => op('v128.xor', a, b))
const add = (...parts: readonly Wat[]): Wat => parts.reduce((a, b) => op('i32x4.add', a, b))
const right = (name: string, bits: number): Wat => op('i32x4.shr_u', get(name), i32(bits))
const left = (name: string, bits: number): Wat => op('i32x4.shl', get(name), i32(bits))
const turns = (name: string, ...bits: readonly number[]): Wat[] =>
  bits.flatMap((n) => [right(name, n), left(name, 32 - n)])
const load = (at: number, address = i32(0)): Wat => op('v128.load', `offset=${at}`, address)
const store = (at: number, value: Wat): Wat => op('v128.store', `offset=${at}`, i32(0), value)

/** The names of the eight variables in round `i`: they change places, not values. */
const names = (i: number): string[] => STATE.map((_, place) => STATE[(place + 64 - i) % 8] as string)

// The majority of a, b, c is ((a ^ b) & (b ^ c)) ^ b, and a ^ b is the next round's b ^ c.
function round(i: number, word: Wat): Wat {
  const [a, b, , d, e, f, g, h] = names(i) as [string, string, string, string, string, string, string, string]
  const [ab, bc] = i % 2 === 0 ? (['x', 'y'] as const) : (['y', 'x'] as const)
  const choice = xor(op('v128.and', xor(get(f), get(g)), get(e)), get(g))
  const t1 = add(get(h), add(load(constants + 16 * i, get('k')), word), choice, xor(...turns(e, 6, 11, 25)))
  const majority = xor(op('v128.and', tee(ab, xor(get(a), get(b))), get(bc)), get(b))
  return [set(h, t1), set(d, add(get(d), get(h))), set(h, add(get(h), majority, xor(...turns(a, 2, 13, 22))))].join(
    '\n',
  )
}

/** The next word of the schedule, put in the place of the one sixteen before it. */
function expand(i: number): Wat {
  const at = (back: number): Wat => load(schedule + 16 * ((i + 16 - back) % 16))
  return [
    set('p', at(15)),
    set('q', at(2)),
    set('w', add(at(16), at(7), xor(...turns('p', 7, 18), right('p', 3)), xor(...turns('q', 17, 19), right('q', 10)))),
    store(schedule + 16 * i, get('w')),
  ].join('\n')
}

/** Compresses the words in `schedule` into the state that is in the variables, and leaves the sum with `from` there. */
function compress(from: number): Wat {
  return [
    ...STATE.map((name, i) => set(name, load(from + 16 * i))),
    set('y', xor(get('b'), get('c'))),
    set('k', i32(0)),
    times(16, (i) => round(i, load(schedule + 16 * i))),
    repeat(
      `rounds${from}`,
      [set('k', op('i32.add', get('k'), i32(256))), times(16, (i) => [expand(i), round(i, get('w'))].join('\n'))].join(
        '\n',
      ),
      op('i32.lt_u', get('k'), i32(768)),
    ),
    ...STATE.map((name, i) => set(name, add(get(name), load(from + 16 * i)))),
  ].join('\n')
}

const splat = (value: number): Wat => op('v128.const', 'i32x4', value, value, value, value)
// The second hash: eight words of the first, then the padding of 32 bytes.
const second = [
  ...STATE.map((name, i) => store(schedule + 16 * i, get(name))),
  store(schedule + 128, splat(-2147483648)),
  times(6, (i) => store(schedule + 144 + 16 * i, splat(0))),
  store(schedule + 240, splat(256)),
].join('\n')

/**
 * `search(place, nonce, count, least)`: tries `count` values of the word at `place`, four at a time, from `nonce` on.
 * Returns how many were tried before one whose hash begins with a word of at most `least`; `count` if there is none.
 */
export const sha256Module = op(
  'module',
  op('import', '"hydra"', '"memory"', op('memory', 1)),
  func(
    'search',
    op('param', '$place', 'i32'),
    op('param', '$nonce', 'i32'),
    op('param', '$count', 'i32'),
    op('param', '$least', 'i32'),
    op('result', 'i32'),
    locals('v128', [...STATE, 'x', 'y', 'w', 'p', 'q', 'n', 'limit']),
    locals('i32', ['k', 'tried']),
    set('n', op('i32x4.add', op('i32x4.splat', get('nonce')), op('v128.const', 'i32x4', 0, 1, 2, 3))),
    set('limit', op('i32x4.splat', get('least'))),
    repeat(
      'tries',
      [
        times(16, (i) => store(schedule + 16 * i, load(block + 16 * i))),
        op('v128.store', `offset=${schedule}`, op('i32.shl', get('place'), i32(4)), get('n')),
        compress(midstate),
        second,
        compress(initial),
        op('if', op('v128.any_true', op('i32x4.le_u', get('a'), get('limit'))), op('then', op('return', get('tried')))),
        set('n', op('i32x4.add', get('n'), splat(4))),
        set('tried', op('i32.add', get('tried'), i32(4))),
      ].join('\n'),
      op('i32.lt_u', get('tried'), get('count')),
    ),
    get('count'),
  ),
)
