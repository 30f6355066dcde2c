import { get, locals, op, set, tee, times, type Wat } from './wat.ts'

// RFC 7693, the last block of two messages at once: one in each 64-bit lane.

const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]
const COLUMNS_AND_DIAGONALS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
]

const VARIABLES = Array.from({ length: 16 }, (_, i) => `v${i}`)

const add = (...parts: readonly Wat[]): Wat => parts.reduce((a, b) => op('i64x2.add', a, b))
const load = (at: number): Wat => op('v128.load', `offset=${at}`, op('i32.const', 0))

/** Both lanes turned right by whole bytes. */
function turnBytes(value: Wat, bytes: number): Wat {
  const lanes = [0, 8].flatMap((lane) => Array.from({ length: 8 }, (_, i) => lane + ((i + bytes) % 8)))
  return op('i8x16.shuffle', ...lanes, value, op('v128.const', 'i64x2', 0, 0))
}

function mix(places: readonly number[], x: Wat, y: Wat): Wat {
  const [a, b, c, d] = places.map((place) => `v${place}`) as [string, string, string, string]
  const step = (word: Wat, bytesD: number, turnB: (value: Wat) => Wat): Wat[] => [
    set(a, add(get(a), get(b), word)),
    set(d, turnBytes(op('v128.xor', get(d), get(a)), bytesD)),
    set(c, add(get(c), get(d))),
    set(b, turnB(op('v128.xor', get(b), get(c)))),
  ]
  const byOneLeft = (value: Wat): Wat =>
    op('v128.or', add(tee('t', value), get('t')), op('i64x2.shr_u', get('t'), op('i32.const', 63)))
  return [...step(x, 4, (value) => turnBytes(value, 3)), ...step(y, 2, byOneLeft)].join('\n')
}

/**
 * Compresses the message at `message`, from the sixteen variables at `state`, and puts the two digests one after the
 * other at `digest`.
 */
export const compress = (state: number, message: number, digest: number): Wat =>
  [
    ...VARIABLES.map((name, i) => set(name, load(state + 16 * i))),
    times(12, (round) => {
      const sigma = SIGMA[round % 10] as number[]
      const word = (at: number): Wat => load(message + 16 * (sigma[at] as number))
      return COLUMNS_AND_DIAGONALS.map((places, i) => mix(places, word(2 * i), word(2 * i + 1))).join('\n')
    }),
    times(8, (i) =>
      [
        set(
          't',
          [load(state + 16 * i), get(`v${i}`), get(`v${i + 8}`)].reduce((a, b) => op('v128.xor', a, b)),
        ),
        op('v128.store64_lane', `offset=${digest + 8 * i}`, 0, op('i32.const', 0), get('t')),
        op('v128.store64_lane', `offset=${digest + 64 + 8 * i}`, 1, op('i32.const', 0), get('t')),
      ].join('\n'),
    ),
  ].join('\n')

export const variables = locals('v128', [...VARIABLES, 't'])
