import type { Random } from '../random.ts'

// What decoders trip over: CBOR heads of huge, nested, indefinite and reserved items, and protobuf's varints.
const TOKENS = [
  [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x5b, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00],
  [0x9f],
  [0x5f],
  [0xff],
  [0xc2, 0x49, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  [0xf9, 0x7e, 0x00],
  [0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
  [0x18, 0x01],
  [0xf6],
  [0xf7],
  [0xa1, 0x61, 0x61, 0x01],
  [0x81],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x0a, 0x00],
]

/** Changes valid bytes in a few of the ways in which broken and hostile ones differ. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let mutant = [...bytes]
  const below = (limit: number): number => Math.floor(random() * limit)
  for (let change = 0; change <= below(3); change++) {
    const at = below(mutant.length + 1)
    const length = below(8) + 1
    switch (below(8)) {
      case 0:
        mutant[at] = (mutant[at] ?? 0) ^ (1 << below(8))
        break
      case 1:
        mutant[at] = below(256)
        break
      case 2:
        mutant.splice(at, length)
        break
      case 3:
        mutant.splice(at, 0, ...Array.from({ length }, () => below(256)))
        break
      case 4:
        mutant.splice(at, 0, ...mutant.slice(at, at + length * 4))
        break
      case 5:
        mutant = mutant.slice(0, at)
        break
      case 6:
        mutant.splice(at, below(2) * length, ...(TOKENS[below(TOKENS.length)] ?? []))
        break
      default:
        // Deep nesting: as many lists in one another as fit.
        mutant.splice(at, 0, ...Array<number>(below(2000)).fill(0x81))
    }
  }
  return Uint8Array.from(mutant)
}
