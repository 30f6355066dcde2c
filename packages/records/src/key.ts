/** A record's place: its order, escaped, then its id. Comparing keys byte by byte compares order, then id. */
export type Key = Uint8Array

export const ID_BYTES = 32
export const MAX_ORDER_BYTES = 64
/** Every byte of the order may be escaped into two, a terminator of two follows, then the id. */
export const MAX_KEY_BYTES = 2 * MAX_ORDER_BYTES + 2 + ID_BYTES

export function keyOf(order: Uint8Array, id: Uint8Array): Key {
  const escaped = escapeOrder(order)
  const key = new Uint8Array(escaped.length + 2 + ID_BYTES)
  key.set(escaped)
  key.set(id, escaped.length + 2)
  return key
}

/** Writes 0 as 0 255, so that 0 0 can end an order and a prefix of an order is a prefix of its key. */
export function escapeOrder(order: Uint8Array): Uint8Array {
  let zeros = 0
  for (const byte of order) if (byte === 0) zeros++
  if (zeros === 0) return order
  const escaped = new Uint8Array(order.length + zeros)
  let at = 0
  for (const byte of order) {
    escaped[at++] = byte
    if (byte === 0) escaped[at++] = 0xff
  }
  return escaped
}

export function orderOf(key: Key): Uint8Array {
  const escaped = key.subarray(0, key.length - ID_BYTES - 2)
  const order = new Uint8Array(escaped.length)
  let length = 0
  for (let i = 0; i < escaped.length; i++) {
    order[length++] = escaped[i] as number
    if (escaped[i] === 0) i++
  }
  return order.slice(0, length)
}

export function idOf(key: Key): Uint8Array {
  return key.subarray(key.length - ID_BYTES)
}
