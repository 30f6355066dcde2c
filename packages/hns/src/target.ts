/** The tries to be expected until a hash is as small as this one: what a puzzle calls work. */
export function workOf(hash: Uint8Array): number {
  const head = headOf(hash)
  return head === 0n ? Number.MAX_SAFE_INTEGER : Math.min(Number.MAX_SAFE_INTEGER, Number(2n ** 64n / head))
}

function headOf(hash: Uint8Array): bigint {
  return new DataView(hash.buffer, hash.byteOffset).getBigUint64(0)
}
