import { sha256 } from '@noble/hashes/sha2.js'

/** A peer's place in a structured overlay: the hash of its id, so that nobody picks a place without work. */
export type OverlayKey = Uint8Array

export type KeyOf = (peerId: string) => OverlayKey

// As many peers as a book holds, several times over; hashing again costs microseconds.
const MAX_REMEMBERED = 4096

/** Computes the keys of peers, and remembers them: topology asks for the same ones every few seconds. */
export function createKeys(maxRemembered = MAX_REMEMBERED): KeyOf {
  const keys = new Map<string, OverlayKey>()
  return (peerId) => {
    const known = keys.get(peerId)
    if (known) return known
    if (keys.size >= maxRemembered) keys.clear()
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

/** How far two keys are apart by XOR. Fifty-two bits tell apart any number of peers there will be. */
export function xorDistance(a: OverlayKey, b: OverlayKey): number {
  return bits(a, b, 0) * 2 ** 28 + (bits(a, b, 3) * 16 + ((byteAt(a, 6) ^ byteAt(b, 6)) >> 4))
}

function bits(a: OverlayKey, b: OverlayKey, at: number): number {
  const difference = (index: number): number => byteAt(a, at + index) ^ byteAt(b, at + index)
  return (difference(0) << 16) | (difference(1) << 8) | difference(2)
}

function byteAt(key: OverlayKey, index: number): number {
  return key[index] ?? 0
}

/** A key as a point on a circle of circumference 1. */
export function ringPoint(key: OverlayKey): number {
  let point = 0
  for (let index = 5; index >= 0; index--) point = (point + (key[index] ?? 0)) / 256
  return point
}

/** How far it is from one point of the circle to another, clockwise. */
export function clockwise(from: number, to: number): number {
  return to >= from ? to - from : 1 - from + to
}

/** The few items with the least distance, the nearest first: cheaper than sorting them all. */
export function nearest<T>(items: Iterable<T>, count: number, distanceOf: (item: T) => number): T[] {
  const best: { item: T; distance: number }[] = []
  for (const item of items) {
    const distance = distanceOf(item)
    const last = best.at(-1)
    if (best.length >= count && last && distance >= last.distance) continue
    let place = best.length
    while (place > 0 && distance < (best[place - 1]?.distance ?? 0)) place--
    best.splice(place, 0, { item, distance })
    if (best.length > count) best.pop()
  }
  return best.map(({ item }) => item)
}
