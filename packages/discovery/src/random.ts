/** Numbers from 0 up to, not including, 1: from the system in production, from a seed in tests. */
export type Random = () => number

/** Randomness that an attacker cannot foresee. */
export function systemRandom(): Random {
  return () => {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
    return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53
  }
}

/** A shuffled copy: every order is equally likely. */
export function shuffle<T>(items: Iterable<T>, random: Random): T[] {
  const shuffled = [...items]
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    const held = shuffled[index] as T
    shuffled[index] = shuffled[other] as T
    shuffled[other] = held
  }
  return shuffled
}
