/**
 * Throws where what should be bytes is not: joining, hashing and encrypting take a text or a list for other bytes, and
 * nobody is told.
 */
export function checkBytes(what: string, value: unknown): void {
  // Not `instanceof`, which fails for bytes of another realm (a frame, a test environment), nor the constructor's name,
  // which is "Buffer" in Node. The tag is the engine's own, and `isView` keeps out what only bears it.
  if (ArrayBuffer.isView(value) && tagOf(value) === 'Uint8Array') return
  throw new TypeError(
    `The ${what} must be a Uint8Array, and is of type ${tagOf(value)}: encode text with new TextEncoder().encode().`,
  )
}

/** Throws where what should be a text is none. */
export function checkText(what: string, value: unknown): void {
  if (typeof value === 'string') return
  throw new TypeError(`The ${what} must be a string, and is of type ${tagOf(value)}.`)
}

/** What a value is: "String", "Undefined", "Array", "Promise" and so on. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}
