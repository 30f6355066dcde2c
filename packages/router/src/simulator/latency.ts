/** Draws the one-way delay of a link in milliseconds, from a source of fractions. */
export type Latency = (fraction: () => number) => number

export function fixedLatency(ms: number): Latency {
  return () => ms
}

export function uniformLatency(minMs: number, maxMs: number): Latency {
  return (fraction) => minMs + (maxMs - minMs) * fraction()
}

/** Most links near the median and a long tail: the shape of measured round trips between home connections. */
export function logNormalLatency(medianMs: number, sigma = 0.5): Latency {
  return (fraction) => {
    // Box and Muller's normal variate; 1 - fraction keeps the logarithm finite.
    const normal = Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction())
    return medianMs * Math.exp(sigma * normal)
  }
}
