/** The order of the base point, little endian: RFC 8032, section 5.1. */
const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
/** The field prime 2^255 - 19, little endian. */
const PRIME = fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f')

/** The y coordinates of the eight points whose order divides 8: 1, -1, 0 and the two of order eight. */
const SMALL_ORDER_Y = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(fromHex)

/**
 * Whether these bytes are a point as RFC 8032 encodes it, and not one of the eight of small order.
 *
 * Libraries disagree on what lies outside: RFC 8032 refuses y ≥ p, ZIP 215 takes it, OpenSSL and BoringSSL reduce it
 * for the key and compare bytes for R. A signature under a small-order key can fit many messages. Both are refused
 * before any library is asked, so that all give one verdict. Whether y lies on the curve is left to the library.
 */
export function isStrictPoint(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false
  const y = Uint8Array.from(bytes)
  y[31] = (y[31] as number) & 0x7f
  return isBelow(y, PRIME) && !SMALL_ORDER_Y.some((small) => isEqual(small, y))
}

/** Whether S is reduced. RFC 8032, section 5.1.7: S + L would pass as a second signature of the same message. */
export function isStrictScalar(bytes: Uint8Array): boolean {
  return bytes.length === 32 && isBelow(bytes, ORDER)
}

/** Compares two byte strings that are no secret. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

function isBelow(value: Uint8Array, bound: Uint8Array): boolean {
  for (let index = 31; index >= 0; index--) {
    const difference = (value[index] as number) - (bound[index] as number)
    if (difference !== 0) return difference < 0
  }
  return false
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  )
}
