import { checkBytes, checkText } from './argument.ts'
import { joinBytes, utf8 } from './bytes.ts'

/** A purpose's length is written in one byte. */
const MAX_PURPOSE_BYTES = 255

/**
 * Says in bytes what a key is used for. The length stands before the purpose, so that no purpose is the beginning of
 * another: "chat" with the message "room…" and "chatroom" with "…" must not meet.
 */
export function domain(use: 'sign' | 'seal' | 'encapsulate', purpose: string): Uint8Array {
  checkText('purpose', purpose)
  const bytes = utf8(purpose)
  if (bytes.length === 0 || bytes.length > MAX_PURPOSE_BYTES) {
    throw new RangeError(`A purpose has 1 to ${MAX_PURPOSE_BYTES} bytes, and this one ${bytes.length}.`)
  }
  return joinBytes(utf8(`hydra identity 1 ${use}`), Uint8Array.of(0, bytes.length), bytes)
}

/** The bytes that a signature covers. */
export function signedBytes(purpose: string, message: Uint8Array): Uint8Array {
  checkBytes('message', message)
  return joinBytes(domain('sign', purpose), message)
}
