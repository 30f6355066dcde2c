import { type Component, multiaddr } from '@multiformats/multiaddr'
import { InvalidAddressError } from './errors.ts'

/** Longer ones do not occur: webrtc-direct through a relay, the longest real kind, is under 300 characters. */
export const MAX_ADDRESS_CHARACTERS = 512

/** An address, taken apart. */
export interface Address {
  /** Where to dial, without the final `/p2p/<peer id>`. */
  readonly text: string
  /** The peer id it ends with, where it names one. */
  readonly peerId?: string
  readonly components: readonly Component[]
}

/** Reads an address that a person or a peer wrote; throws `InvalidAddressError` where it is none. */
export function parseAddress(text: string): Address {
  if (text.length > MAX_ADDRESS_CHARACTERS) throw new InvalidAddressError(text, 'it is too long')
  const components = componentsOf(text)
  const last = components.at(-1)
  if (!last) throw new InvalidAddressError(text, 'it is empty')
  if (components.filter(({ name }) => name === 'p2p-circuit').length > 1) {
    throw new InvalidAddressError(text, 'it passes more than one relay')
  }
  if (last.name !== 'p2p' || last.value === undefined) return { text: canonical(components), components }
  const rest = components.slice(0, -1)
  return { text: canonical(rest), peerId: last.value, components: rest }
}

function componentsOf(text: string): Component[] {
  try {
    return multiaddr(text).getComponents()
  } catch (cause) {
    throw new InvalidAddressError(text, 'it is malformed', { cause })
  }
}

// One address has many spellings; the book must see that they are one.
function canonical(components: Component[]): string {
  return components.length === 0 ? '' : multiaddr(components).toString()
}
