/** Reads an IPv4 address (4 bytes) or an IPv6 address (16 bytes); undefined where the text is neither. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIp6(text) : parseIp4(text)
}

function parseIp4(text: string): Uint8Array | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined
  const numbers = text.split('.').map(Number)
  return numbers.every((number) => number < 256) ? Uint8Array.from(numbers) : undefined
}

function parseIp6(text: string): Uint8Array | undefined {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return undefined
  const before = readGroups(head)
  const after = tail === undefined ? [] : readGroups(tail)
  if (!before || !after) return undefined
  const missing = 16 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined
  return Uint8Array.from([...before, ...Array<number>(missing).fill(0), ...after])
}

function readGroups(text: string): number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [index, group] of groups.entries()) {
    const embedded = index === groups.length - 1 ? parseIp4(group) : undefined
    if (embedded) bytes.push(...embedded)
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255)
    else return undefined
  }
  return bytes
}

/** The IPv4 address inside an IPv6 one that only wraps it: mapped (::ffff:0:0/96), 6to4 (2002::/16), NAT64 (64:ff9b::/96). */
export function unwrapIp4(ip: Uint8Array): Uint8Array | undefined {
  if (ip.length !== 16) return undefined
  const prefix = (...bytes: number[]): boolean => bytes.every((byte, index) => ip[index] === byte)
  if (prefix(0x20, 0x02)) return ip.subarray(2, 6)
  if (prefix(0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) return ip.subarray(12)
  if (prefix(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)) return ip.subarray(12)
  return undefined
}

// The IANA special-purpose registries (RFC 6890 and its updates), as first bytes and prefix length.
const SPECIAL_IP4: readonly (readonly [readonly number[], number])[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 3],
]

/** Whether anybody on the internet may reach this address. */
export function isPublicIp(ip: Uint8Array): boolean {
  const wrapped = unwrapIp4(ip)
  if (wrapped) return isPublicIp(wrapped)
  if (ip.length === 4) return !SPECIAL_IP4.some(([prefix, bits]) => startsWith(ip, prefix, bits))
  // Only 2000::/3 is global unicast; 2001::/23 is for protocols (Teredo among them), 2001:db8::/32 for books.
  const documentation = startsWith(ip, [0x20, 0x01, 0x0d, 0xb8], 32)
  return startsWith(ip, [0x20], 3) && !startsWith(ip, [0x20, 0x01, 0x00], 23) && !documentation
}

function startsWith(ip: Uint8Array, prefix: readonly number[], bits: number): boolean {
  for (let bit = 0; bit < bits; bit += 8) {
    const mask = bits - bit >= 8 ? 255 : (255 << (8 - (bits - bit))) & 255
    if (((ip[bit / 8] ?? 0) & mask) !== ((prefix[bit / 8] ?? 0) & mask)) return false
  }
  return true
}
