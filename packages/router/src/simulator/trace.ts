import type { Delivery, Network } from './network.ts'

/** Two runs took the same course, byte for byte, if they end with the same digest. */
export interface Trace {
  digest(): string
  close(): void
}

// FNV-1a over 32 bits, twice with different bases: finds differences, and is no defence against those who want none.
const prime = 0x01000193
const bases = [0x811c9dc5, 0x2166f0a5]

export function recordTrace(network: Network): Trace {
  const lanes = Uint32Array.from(bases)
  const head = new DataView(new ArrayBuffer(16))

  function absorb(bytes: Uint8Array): void {
    let [a = 0, b = 0] = lanes
    for (const byte of bytes) {
      a = Math.imul(a ^ byte, prime)
      b = Math.imul(b ^ byte ^ 0x5a, prime)
    }
    lanes.set([a, b])
  }

  const close = network.onDelivery(({ at, from, to, frame }: Delivery) => {
    head.setFloat64(0, at)
    head.setUint32(8, from)
    head.setUint32(12, to)
    absorb(new Uint8Array(head.buffer))
    absorb(frame)
  })
  return {
    digest: () => [...lanes].map((lane) => lane.toString(16).padStart(8, '0')).join(''),
    close,
  }
}
