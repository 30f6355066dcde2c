import { assemble, type Code, loop, ops } from './assemble.ts'

const { get, set, tee, i32, load, loadSplat, store, storeLane, splat, shuffle, words } = ops
const { and, or, xor, notEqual, shiftLeft, shiftRight, add, subtract, addLanes, i32Add } = ops

/** Where in memory what lies. */
export const layout = { id: 0, expanded: 1024, sum: 4096, counters: 8192 } as const

const EXPANDED_BYTES = 2048
const BLOCK_BYTES = 64
// Four blocks at once, one in each lane.
const LANES = 4
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]

// Locals of `expand`: where the next blocks go, their first number, the round, and the state.
const [OUT, BLOCK, ROUND, STATE] = [0, 1, 2, 3]
const x = (word: number): number => STATE + word

const rotateBytes = (bytes: number): Code => shuffle(Array.from({ length: 16 }, (_, i) => (i & ~3) + ((i - bytes) & 3)))
const rotations: Record<number, (local: number) => Code> = {
  16: (local) => [...tee(local), ...get(local), ...rotateBytes(2)],
  8: (local) => [...tee(local), ...get(local), ...rotateBytes(1)],
  12: (local) => [...tee(local), ...i32(12), ...shiftLeft, ...get(local), ...i32(20), ...shiftRight, ...or],
  7: (local) => [...tee(local), ...i32(7), ...shiftLeft, ...get(local), ...i32(25), ...shiftRight, ...or],
}

/** a += b; d = (d ^ a) <<< bits */
function half(a: number, b: number, d: number, bits: number): Code {
  const mixed = [get(x(a)), get(x(b)), add, tee(x(a)), get(x(d)), xor]
  return [...mixed, rotations[bits]?.(x(d)) ?? [], set(x(d))].flat()
}

function quarterRound(a: number, b: number, c: number, d: number): Code {
  return [half(a, b, d, 16), half(c, d, b, 12), half(a, b, d, 8), half(c, d, b, 7)].flat()
}

const doubleRound: readonly Code[] = [
  quarterRound(0, 4, 8, 12),
  quarterRound(1, 5, 9, 13),
  quarterRound(2, 6, 10, 14),
  quarterRound(3, 7, 11, 15),
  quarterRound(0, 5, 10, 15),
  quarterRound(1, 6, 11, 12),
  quarterRound(2, 7, 8, 13),
  quarterRound(3, 4, 9, 14),
]

/** What a word of the state is before the rounds: constants, the id, the block's number, and zeros. */
function initial(word: number): Code {
  if (word < 4) return [...i32(CONSTANTS[word] ?? 0), ...splat]
  if (word < 12) return [...i32(0), ...loadSplat(layout.id + (word - 4) * 4)]
  return word === 12 ? [...get(BLOCK), ...splat, ...words(0, 1, 2, 3), ...add] : words(0, 0, 0, 0)
}

const WORDS = Array.from({ length: 16 }, (_, word) => word)
const expand: readonly Code[] = [
  loop(OUT, LANES * BLOCK_BYTES, EXPANDED_BYTES, [
    ...WORDS.flatMap((word) => [initial(word), set(x(word))]),
    [...i32(0), ...set(ROUND)],
    loop(ROUND, 2, 12, doubleRound),
    ...WORDS.flatMap((word) => [
      [...get(x(word)), ...initial(word), ...add, ...set(x(word))],
      ...Array.from({ length: LANES }, (_, lane) => [
        ...get(OUT),
        ...get(x(word)),
        ...storeLane(layout.expanded + lane * BLOCK_BYTES + word * 4, lane),
      ]),
    ]),
    [...get(BLOCK), ...i32(LANES), ...i32Add, ...set(BLOCK)],
  ]),
]

// Locals of `gather`: where it is among words, and among counters; then what is looked at.
const [WORD, COUNTER, SEEN] = [0, 1, 2]
const CHUNK = 16

/** Lets four bits of a word pull as many counters. */
function pullFour(bit: number): Code {
  const place = layout.counters + bit * 4
  const mask = words(...[0, 1, 2, 3].map((i) => 2 ** (bit + i)))
  const isSet = [get(WORD), loadSplat(layout.expanded), mask, and, words(0, 0, 0, 0), notEqual]
  // All ones, that is -1, where the bit is set: twice that and 1 is -1, or else 1; and it is taken away.
  const pull = [...isSet, tee(SEEN), get(SEEN), add, words(1, 1, 1, 1), add]
  return [get(COUNTER), get(COUNTER), load(place), ...pull, subtract, store(place)].flat()
}

/** Adds the expansion to the sum, lane by lane, and lets its first sixteen words pull the counters. */
const gather: readonly Code[] = [
  loop(WORD, CHUNK, EXPANDED_BYTES, [
    [...get(WORD), ...get(WORD), ...load(layout.sum), ...get(WORD), ...load(layout.expanded), ...addLanes],
    store(layout.sum),
  ]),
  [...i32(0), ...set(WORD)],
  loop(WORD, 4, 64, [
    ...[0, 4, 8, 12, 16, 20, 24, 28].map(pullFour),
    [...get(COUNTER), ...i32(128), ...i32Add, ...set(COUNTER)],
  ]),
]

/** Expands ids four blocks at a time: `expand` the id, `gather` what came of it. */
export function assembleExpand(): Uint8Array<ArrayBuffer> {
  return assemble([
    { name: 'expand', numbers: 3, vectors: 16, code: expand },
    { name: 'gather', numbers: 2, vectors: 1, code: gather },
  ])
}
