import { sha256 } from '@noble/hashes/sha2.js'
import { CODE_GARLIC32, CODE_GARLIC64, CODE_P2P, multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { base32 } from 'multiformats/bases/base32'
import { base64pad } from 'multiformats/bases/base64'

// 32 bytes in base32; an encrypted lease set adds three bytes and more.
const NAME = /^[a-z2-7]{52}$|^[a-z2-7]{56,}$/
// I2P's own base64: `-` and `~` where others have `+` and `/`. 387 bytes are the least a destination has.
const DESTINATION = /^[A-Za-z0-9~-]{516,}={0,2}$/

/** The name that a destination is found by: base32 of its hash, without `.b32.i2p`. */
export function nameOf(destination: string): string {
  const bytes = base64pad.baseDecode(destination.replaceAll('-', '+').replaceAll('~', '/'))
  return base32.baseEncode(sha256(bytes))
}

/** `/garlic32/…`, from a name with or without `.b32.i2p`. */
export function garlicAddress(name: string): string {
  const bare = name.toLowerCase().replace(/\.b32\.i2p$/, '')
  if (!NAME.test(bare)) throw new Error(`"${name}" is no b32 name of I2P: 52 letters and digits, such as ….b32.i2p.`)
  return `/garlic32/${bare}`
}

/** Whom an address leads to, as SAM is told; undefined where it does not lead into I2P alone. */
export function targetOf(address: Multiaddr): string | undefined {
  const [first, second, ...more] = address.getComponents()
  if (first?.value === undefined || more.length > 0 || (second && second.code !== CODE_P2P)) return undefined
  if (first.code === CODE_GARLIC32 && NAME.test(first.value)) return `${first.value}.b32.i2p`
  return first.code === CODE_GARLIC64 && DESTINATION.test(first.value) ? first.value : undefined
}

/** Whether it leads into I2P and nowhere else. */
export function isGarlic(address: string | Multiaddr): boolean {
  try {
    return targetOf(multiaddr(address)) !== undefined
  } catch {
    return false
  }
}
