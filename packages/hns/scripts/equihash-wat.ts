import { LAYOUT, MAX_FOUND, REST_BITS, SLOTS } from '../src/equihash/layout.ts'
import { compress, variables } from './blake2b-wat.ts'
import {
  add,
  advance,
  digitOf,
  hashTwo,
  lessThan,
  mul,
  next,
  params,
  rowAt,
  shl,
  when,
  xor,
} from './equihash-macros.ts'
import { func, get, i32, locals, op, repeat, set, type Wat } from './wat.ts'

// Equihash (Biryukov and Khovratovich, NDSS 2016) with k = 5: 32 indices whose hashes XOR to zero, found by five rounds
// of collisions on `digit` bits each.

const L = LAYOUT
const NONE = 0xffff

/** Appends the row in `fresh` to its bucket among those written. */
const put = (origin: Wat): Wat =>
  [
    set('bucket2', op('i32.shr_u', digitOf('fresh'), i32(REST_BITS))),
    set('count', op('i32.load', `offset=${L.counts}`, add(get('countsOut'), shl(get('bucket2'), 2)))),
    when(
      lessThan(get('count'), i32(SLOTS)),
      op('i32.store', `offset=${L.counts}`, add(get('countsOut'), shl(get('bucket2'), 2)), add(get('count'), i32(1))),
      set('place', add(mul(get('bucket2'), i32(SLOTS)), get('count'))),
      op('v128.store', `offset=${L.heaps}`, add(get('heapOut'), shl(get('place'), 4)), get('fresh')),
      op('i32.store', `offset=${L.heaps}`, add(get('origins'), shl(get('place'), 2)), origin),
    ),
  ].join('\n')

const writing = locals('i32', ['shift', 'bucket2', 'count', 'place', 'countsOut', 'heapOut', 'origins', 'buckets'])
/** Prepares to write rows of a level: even levels are in the first heap. */
const writeTo = (level: Wat): Wat =>
  [
    set('shift', op('i32.sub', i32(64), get('digit'))),
    set('buckets', op('i32.shl', i32(1), op('i32.sub', get('digit'), i32(REST_BITS)))),
    set('countsOut', shl(op('i32.and', level, i32(1)), 12)),
    set('heapOut', mul(op('i32.and', level, i32(1)), mul(get('buckets'), i32(SLOTS * 16)))),
    set('origins', mul(get('buckets'), add(i32(SLOTS * 32), mul(level, i32(SLOTS * 4))))),
    op('memory.fill', add(i32(L.counts), get('countsOut')), i32(0), i32(4096)),
  ].join('\n')

const fill = func(
  'fill',
  params('digit', 'at', 'size', 'perDigest'),
  locals('v128', ['fresh', 'wide']),
  writing,
  locals('i32', ['first', 'index', 'lane', 'in']),
  writeTo(i32(0)),
  repeat(
    'digests',
    [
      hashTwo(get('first'), add(get('first'), i32(1))),
      set('lane', i32(0)),
      repeat(
        'lanes',
        [
          set('in', i32(0)),
          repeat(
            'hashes',
            [
              set('fresh', rowAt(add(shl(get('lane'), 6), mul(get('in'), get('size'))))),
              when(lessThan(get('index'), shl(op('i32.shl', i32(1), get('digit')), 1)), put(get('index'))),
              next('index'),
              next('in'),
            ].join('\n'),
            lessThan(get('in'), get('perDigest')),
          ),
          next('lane'),
        ].join('\n'),
        lessThan(get('lane'), i32(2)),
      ),
      next('first', 2),
    ].join('\n'),
    lessThan(get('index'), shl(op('i32.shl', i32(1), get('digit')), 1)),
  ),
)

/** Goes through all pairs of rows of a level that agree in the first digit; `meet` gets them in `row` and `other`. */
const pairs = (level: Wat, meet: Wat): Wat =>
  [
    set('countsIn', shl(op('i32.and', level, i32(1)), 12)),
    set('heapIn', mul(op('i32.and', level, i32(1)), mul(get('buckets'), i32(SLOTS * 16)))),
    repeat(
      'buckets',
      [
        op('memory.fill', i32(L.head), i32(0xff), i32(512)),
        set('rowsIn', op('i32.load', `offset=${L.counts}`, add(get('countsIn'), shl(get('bucket'), 2)))),
        set('base', add(get('heapIn'), mul(get('bucket'), i32(SLOTS * 16)))),
        set('slot', i32(0)),
        op(
          'block',
          '$done',
          op(
            'loop',
            '$slots',
            [
              op('br_if', '$done', op('i32.ge_u', get('slot'), get('rowsIn'))),
              set('row', op('v128.load', `offset=${L.heaps}`, add(get('base'), shl(get('slot'), 4)))),
              set('rest', shl(op('i32.and', digitOf('row'), i32(255)), 1)),
              set('other', op('i32.load16_u', `offset=${L.head}`, get('rest'))),
              op('i32.store16', `offset=${L.head}`, get('rest'), get('slot')),
              op('i32.store16', `offset=${L.next}`, shl(get('slot'), 1), get('other')),
              op(
                'block',
                '$alone',
                op(
                  'loop',
                  '$others',
                  [
                    op('br_if', '$alone', op('i32.eq', get('other'), i32(NONE))),
                    set(
                      'fresh',
                      xor(get('row'), op('v128.load', `offset=${L.heaps}`, add(get('base'), shl(get('other'), 4)))),
                    ),
                    meet,
                    set('other', op('i32.load16_u', `offset=${L.next}`, shl(get('other'), 1))),
                    op('br', '$others'),
                  ].join('\n'),
                ),
              ),
              next('slot'),
              op('br', '$slots'),
            ].join('\n'),
          ),
        ),
        next('bucket'),
      ].join('\n'),
      lessThan(get('bucket'), get('buckets')),
    ),
  ].join('\n')

const reading = [
  locals('v128', ['fresh', 'wide', 'row']),
  locals('i32', ['bucket', 'countsIn', 'heapIn', 'rowsIn', 'base', 'slot', 'rest', 'other']),
].join('\n')
const origin = op('i32.or', shl(get('bucket'), 20), op('i32.or', shl(get('other'), 10), get('slot')))

// Two rows that are the same down to the last bit almost surely came from the same indices: they lead nowhere.
const collide = func(
  'collide',
  params('digit', 'level'),
  reading,
  writing,
  writeTo(add(get('level'), i32(1))),
  pairs(
    get('level'),
    [set('fresh', advance(get('fresh'))), when(op('v128.any_true', get('fresh')), put(origin))].join('\n'),
  ),
)

const finish = func(
  'finish',
  params('digit'),
  op('result', 'i32'),
  reading,
  locals('i32', ['shift', 'buckets', 'found']),
  set('shift', op('i32.sub', i32(64), get('digit'))),
  set('buckets', op('i32.shl', i32(1), op('i32.sub', get('digit'), i32(REST_BITS)))),
  pairs(
    i32(4),
    when(
      op('i32.and', op('i32.eqz', op('v128.any_true', get('fresh'))), lessThan(get('found'), i32(MAX_FOUND))),
      op('i32.store', `offset=${L.found}`, shl(get('found'), 2), origin),
      next('found'),
    ),
  ),
  get('found'),
)

// The indices of the row with this origin: those of the two rows that met, one after the other.
const expand = func(
  'expand',
  params('digit', 'level', 'origin', 'at'),
  locals('i32', ['origins', 'half']),
  op(
    'if',
    op('i32.eqz', get('level')),
    op('then', op('i32.store', `offset=${L.indices}`, get('at'), get('origin')), op('return')),
  ),
  set('level', add(get('level'), i32(-1))),
  set('half', op('i32.shl', i32(4), get('level'))),
  set(
    'origins',
    add(
      mul(
        op('i32.shl', i32(1), op('i32.sub', get('digit'), i32(REST_BITS))),
        add(i32(SLOTS * 32), mul(get('level'), i32(SLOTS * 4))),
      ),
      mul(op('i32.shr_u', get('origin'), i32(20)), i32(SLOTS * 4)),
    ),
  ),
  ...([10, 0] as const).map((shift) => {
    const slot = op('i32.and', op('i32.shr_u', get('origin'), i32(shift)), i32(1023))
    const from = op('i32.load', `offset=${L.heaps}`, add(get('origins'), shl(slot, 2)))
    const at = shift === 10 ? get('at') : add(get('at'), get('half'))
    return op('call', '$expand', get('digit'), get('level'), from, at)
  }),
)

const indexAt = (add4: number): Wat => op('i32.load', `offset=${L.indices + add4}`, shl(get('i'), 2))
const rowOf = (index: string, lane: number): Wat =>
  rowAt(add(i32(64 * lane), mul(op('i32.rem_u', get(index), get('perDigest')), get('size'))))

const check = func(
  'check',
  params('digit', 'at', 'size', 'perDigest'),
  op('result', 'i32'),
  locals('v128', ['wide', 'fresh']),
  locals('i32', ['shift', 'i', 'count', 'a', 'b']),
  set('shift', op('i32.sub', i32(64), get('digit'))),
  repeat(
    'hashes',
    [
      set('a', indexAt(0)),
      set('b', indexAt(4)),
      hashTwo(op('i32.div_u', get('a'), get('perDigest')), op('i32.div_u', get('b'), get('perDigest'))),
      op('v128.store', `offset=${L.rows}`, shl(get('i'), 4), rowOf('a', 0)),
      op('v128.store', `offset=${L.rows + 16}`, shl(get('i'), 4), rowOf('b', 1)),
      next('i', 2),
    ].join('\n'),
    lessThan(get('i'), i32(32)),
  ),
  set('count', i32(16)),
  repeat(
    'levels',
    [
      set('i', i32(0)),
      repeat(
        'pairs',
        [
          set(
            'fresh',
            xor(
              op('v128.load', `offset=${L.rows}`, shl(get('i'), 5)),
              op('v128.load', `offset=${L.rows + 16}`, shl(get('i'), 5)),
            ),
          ),
          when(digitOf('fresh'), op('return', i32(0))),
          op('v128.store', `offset=${L.rows}`, shl(get('i'), 4), advance(get('fresh'))),
          next('i'),
        ].join('\n'),
        lessThan(get('i'), get('count')),
      ),
      set('count', op('i32.shr_u', get('count'), i32(1))),
    ].join('\n'),
    get('count'),
  ),
  op('i32.eqz', op('v128.any_true', op('v128.load', `offset=${L.rows}`, i32(0)))),
)

export const equihashModule = op(
  'module',
  op('import', '"hydra"', '"memory"', op('memory', 1)),
  func('hash', variables, compress(L.state, L.message, L.digest)),
  fill,
  collide,
  finish,
  expand,
  check,
)
