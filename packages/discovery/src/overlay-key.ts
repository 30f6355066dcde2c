import { sha256 } from '@noble/hashes/sha2.js'

/** A peer's place in a structured overlay: the hash of its id, so that nobody picks a place without work. */
export type OverlayKey = Uint8Array

// As many peers as a book holds, several times over; hashing again costs microseconds.
const MAX_REMEMBERED = 4096

/** Computes the keys of peers, and remembers them: topology asks for the same ones every few seconds. */
export function createKeys(): (peerId: string) => OverlayKey {
  const keys = new Map<string, OverlayKey>()
  return (peerId) => {
    const known = keys.get(peerId)
    if (known) return known
    if (keys.size >= MAX_REMEMBERED) keys.clear()
    const key = sha256(new TextEncoder().encode(peerId))
    keys.set(peerId, key)
    return key
  }
}

/** How many leading bits two keys share: Kademlia's bucket number. */
export function sharedBits(a: OverlayKey, b: OverlayKey): number {
  for (const [index, byte] of a.entries()) {
    const difference = byte ^ (b[index] ?? 0)
    if (difference !== 0) return index * 8 + Math.clz32(difference) - 24
  }
  return a.length * 8
}

/** Which of two keys is nearer to a target by XOR: negative where the first is. */
export function compareDistance(target: OverlayKey, a: OverlayKey, b: OverlayKey): number {
  for (const [index, byte] of target.entries()) {
    const difference = (byte ^ (a[index] ?? 0)) - (byte ^ (b[index] ?? 0))
    if (difference !== 0) return difference
  }
  return 0
}

/** A key as a point on a circle of circumference 1. Fifty-two bits tell apart any number of peers there will be. */
export function ringPoint(key: OverlayKey): number {
  let point = 0
  for (let index = 5; index >= 0; index--) point = (point + (key[index] ?? 0)) / 256
  return point
}

/** How far it is from one point of the circle to another, clockwise. */
export function clockwise(from: number, to: number): number {
  return to >= from ? to - from : 1 - from + to
}
