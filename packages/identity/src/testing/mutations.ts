/**
 * Damages valid bytes in the ways that wires, disks and attackers do: flipped bits, cut ends, lost, doubled and foreign
 * pieces, and lengths that lie. The same seed gives the same mutants, each of them different from the original.
 */
export function* mutations(bytes: Uint8Array, seed: number, count: number): Generator<Uint8Array> {
  const random = createRandom(seed)
  let made = 0
  while (made < count) {
    let mutant = Uint8Array.from(bytes)
    for (let rounds = 1 + random(3); rounds > 0; rounds--) mutant = mutate(mutant, random)
    if (mutant.length === bytes.length && mutant.every((byte, index) => byte === bytes[index])) continue
    made++
    yield mutant
  }
}

/** Draws a whole number below a bound. */
type Random = (bound: number) => number
type Bytes = Uint8Array<ArrayBuffer>

/** Bytes at which decoders change their mind: signs, and the heads of CBOR's and protobuf's longest lengths. */
const EDGES = [
  0x00, 0x01, 0x17, 0x18, 0x1b, 0x3b, 0x5b, 0x5f, 0x7b, 0x7f, 0x80, 0x9b, 0x9f, 0xbb, 0xc0, 0xf7, 0xfb, 0xff,
]

function mutate(bytes: Bytes, random: Random): Bytes {
  const at = random(bytes.length + 1)
  const length = 1 + random(Math.min(16, bytes.length + 1))
  switch (random(7)) {
    case 0:
      return bytes.slice(0, at)
    case 1:
      return splice(bytes, at, length, [])
    case 2:
      return splice(bytes, at, 0, bytes.slice(at, at + length))
    case 3:
      return splice(bytes, at, 0, draw(length, random))
    case 4:
      return splice(bytes, at, length, draw(length, random))
    case 5:
      return splice(bytes, at, 1, [EDGES[random(EDGES.length)] as number])
    default:
      return splice(bytes, at, 1, [(bytes[at] ?? 0) ^ (1 << random(8))])
  }
}

function splice(bytes: Bytes, at: number, remove: number, insert: ArrayLike<number>): Bytes {
  const tail = bytes.subarray(Math.min(bytes.length, at + remove))
  const result = new Uint8Array(at + insert.length + tail.length)
  result.set(bytes.subarray(0, at))
  result.set(insert, at)
  result.set(tail, at + insert.length)
  return result
}

function draw(length: number, random: Random): Bytes {
  return Uint8Array.from({ length }, () => random(256))
}

// splitmix32: small, and alike in every engine.
function createRandom(seed: number): Random {
  let state = seed | 0
  return (bound) => {
    state = (state + 0x9e3779b9) | 0
    let value = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    value = Math.imul(value ^ (value >>> 15), 0x735a2d97)
    return ((value ^ (value >>> 15)) >>> 0) % bound
  }
}
