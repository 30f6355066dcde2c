import { CID } from 'multiformats/cid'
import type { Block } from '../block-source.ts'
import { MAX_BLOCK_BYTES } from '../codecs.ts'
import { concat } from '../joined.ts'
import { decodeVarint } from '../varint.ts'

/** What came is no archive of blocks. */
class CarError extends Error {
  override readonly name = 'CarError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The gateway sent what is no CAR: ${reason}. Try another gateway.`, options)
  }
}

// A block, its CID, and room for a header with a few roots.
const MAX_SECTION_BYTES = MAX_BLOCK_BYTES + 1_024

/** The blocks of a CAR, version 1, as they arrive. Not checked: that is for whoever knows what was asked. */
export async function* readCar(body: ReadableStream<Uint8Array>): AsyncGenerator<Block> {
  const reader = body.getReader()
  let held: Uint8Array = new Uint8Array()

  async function more(): Promise<boolean> {
    const { done, value } = await reader.read()
    if (!done) held = concat([held, value])
    return !done
  }

  async function section(): Promise<Uint8Array | undefined> {
    let length = decodeVarint(held)
    while (!length) {
      if (!(await more())) {
        if (held.length === 0) return undefined
        throw new CarError('it ends inside a length')
      }
      length = decodeVarint(held)
    }
    if (length.value > MAX_SECTION_BYTES) throw new CarError(`a section has ${length.value} bytes`)
    const end = length.after + length.value
    // Pieces are gathered and joined once: a block of two megabytes comes in many.
    const parts = [held]
    for (let sum = held.length; sum < end; ) {
      const { done, value } = await reader.read()
      if (done) throw new CarError('it ends inside a block')
      parts.push(value)
      sum += value.length
    }
    const whole = concat(parts)
    held = whole.subarray(end)
    return whole.subarray(length.after, end)
  }

  try {
    // The header names roots. Whoever asked knows them.
    if (!(await section())) throw new CarError('it is empty')
    for (let bytes = await section(); bytes; bytes = await section()) yield blockOf(bytes)
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function blockOf(section: Uint8Array): Block {
  try {
    const [cid, bytes] = CID.decodeFirst(section)
    return { cid, bytes }
  } catch (cause) {
    throw new CarError('a block has no CID', { cause })
  }
}
