/**
 * Does it natively where WebCrypto can, and by `fallback` where it cannot: a page without a secure context has no
 * `subtle`, and older engines lack the curves. Any other failure is the caller's.
 */
export async function nativeOr<T>(
  native: (subtle: SubtleCrypto) => Promise<T>,
  fallback: () => T | Promise<T>,
): Promise<T> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (subtle === undefined) return fallback()
  try {
    return await native(subtle)
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') return fallback()
    throw error
  }
}

/** Wraps 32 secret bytes as PKCS #8 (RFC 8410), the only form in which WebCrypto takes a secret key. */
export function pkcs8(curve: 'Ed25519' | 'X25519', secret: Uint8Array): Uint8Array<ArrayBuffer> {
  const identifier = curve === 'Ed25519' ? 0x70 : 0x6e
  const header = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, identifier, 4, 0x22, 4, 0x20]
  return Uint8Array.of(...header, ...secret)
}
