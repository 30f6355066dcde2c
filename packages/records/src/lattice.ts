import { sha256 } from './sha256.ts'

/** 1,024 lanes of 16 bits, two to a word. Lanes add without carry into each other. */
export const LATTICE_WORDS = 512

/** The sum of its members' expansions: equal sums mean equal sets, and nobody can find two sets with one sum. */
export type Lattice = Uint32Array

export function createLattice(): Lattice {
  return new Uint32Array(LATTICE_WORDS)
}

// The lowest fifteen bits of both lanes add as usual; the top bits are added without a carry by XOR.
function addLanes(a: number, b: number): number {
  return ((a & 0x7fff7fff) + (b & 0x7fff7fff)) ^ ((a ^ b) & 0x80008000)
}

function subtractLanes(a: number, b: number): number {
  return ((a | 0x80008000) - (b & 0x7fff7fff)) ^ ((a ^ ~b) & 0x80008000)
}

export function addLattice(into: Lattice, other: Lattice): void {
  for (let i = 0; i < LATTICE_WORDS; i++) into[i] = addLanes(into[i] as number, other[i] as number)
}

export function subtractLattice(from: Lattice, other: Lattice): void {
  for (let i = 0; i < LATTICE_WORDS; i++) from[i] = subtractLanes(from[i] as number, other[i] as number)
}

/** What goes on the wire: the SHA-256 of the lanes, little end first. */
export function fingerprint(lattice: Lattice): Uint8Array {
  const bytes = new Uint8Array(LATTICE_WORDS * 4)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < LATTICE_WORDS; i++) view.setUint32(i * 4, lattice[i] as number, true)
  return sha256(bytes)
}

/** An id's eight words, little end first. */
export function idWords(id: Uint8Array, into = new Uint32Array(8)): Uint32Array {
  for (let i = 0, at = 0; i < 8; i++, at += 4) {
    into[i] =
      (id[at] as number) |
      ((id[at + 1] as number) << 8) |
      ((id[at + 2] as number) << 16) |
      ((id[at + 3] as number) << 24)
  }
  return into
}
