import { array, assert, boolean, nat, property, record, tuple, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameError } from '../errors.ts'
import { CELL_HEAD_BYTES, decodeCell, encodeCell } from './cell.ts'

const size = 2_025
const anyCell = record({
  end: boolean(),
  abort: boolean(),
  waits: boolean(),
  received: nat(2 ** 31).map((value) => value * 60_000),
  limit: nat(2 ** 31).map((value) => value * 60_001),
  data: uint8Array({ maxLength: size - CELL_HEAD_BYTES, size: 'max' }),
})

describe('a cell', () => {
  it('has the size that was asked for, whatever it holds, and reads back the same', () => {
    assert(
      property(anyCell, (cell) => {
        const bytes = encodeCell(cell, size)
        expect(bytes.length).toBe(size)
        expect(decodeCell(bytes)).toEqual(cell)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is written as the protocol says', () => {
    const bytes = encodeCell(
      { end: true, abort: false, waits: false, received: 2 ** 33 + 5, limit: 7, data: Uint8Array.of(9, 8) },
      20,
    )
    expect([...bytes]).toEqual([1, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 7, 0, 2, 9, 8, 0, 0, 0])
  })

  it('that was changed is read as some cell or refused by name', () => {
    const start = encodeCell(
      { end: false, abort: false, waits: false, received: 1, limit: 2, data: new Uint8Array(50) },
      100,
    )
    assert(
      property(array(tuple(nat(30), nat(255)), { maxLength: 5 }), nat(100), (changes, length) => {
        const bytes = start.slice(0, length)
        for (const [at, value] of changes) if (at < length) bytes[at] = value
        try {
          expect(decodeCell(bytes).data.length).toBeLessThanOrEqual(length)
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
