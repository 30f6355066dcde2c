import type { Answer } from 'dns-packet'
import { parseAddress } from '../address.ts'
import { MAX_ADDRESSES } from '../candidate.ts'
import { type Candidate, NOBODY } from '../source.ts'

// The limit of one string in a TXT record (RFC 6763, section 6.1).
const MAX_TXT_BYTES = 255
const PREFIX = 'dnsaddr='
const TTL_S = 120
// A packet has at most 9,000 bytes (RFC 6762, section 17); more records than this are not an answer to us.
const MAX_RECORDS = 64

/** Writes the answer to a question for our service: one TXT string per address, each ending with the peer id. */
export function writeAnswer(own: { serviceTag: string; name: string; addresses: readonly string[] }): Answer[] {
  const instance = `${own.name}.${own.serviceTag}`
  const texts = own.addresses.map((address) => `${PREFIX}${address}`).filter((text) => text.length <= MAX_TXT_BYTES)
  return [
    { name: own.serviceTag, type: 'PTR', class: 'IN', ttl: TTL_S, data: instance },
    ...texts.map((data): Answer => ({ name: instance, type: 'TXT', class: 'IN', ttl: TTL_S, data })),
  ]
}

/** Reads whom an answer is about; for what in it cannot be read, nobody, and once: noise must not crowd others out. */
export function readAnswer(answers: readonly Answer[], own: { serviceTag: string; ownName: string }): Candidate[] {
  const few = answers.slice(0, MAX_RECORDS)
  const isOurs = few.some(
    (answer) => answer.type === 'PTR' && answer.name === own.serviceTag && !answer.data.startsWith(own.ownName),
  )
  if (!isOurs) return []
  const peers = new Map<string, string[]>()
  const texts = few.flatMap((answer) => (answer.type === 'TXT' ? readTexts(answer.data) : []))
  const unread = texts.filter((text) => !collect(text, peers))
  const found: Candidate[] = [...peers].map(([peerId, addresses]) => ({ peerId, addresses }))
  return unread.length > 0 ? [...found, NOBODY] : found
}

function readTexts(data: unknown): string[] {
  const strings: unknown[] = Array.isArray(data) ? data : [data]
  return strings.slice(0, MAX_RECORDS).flatMap((text) => {
    if (typeof text === 'string') return [text]
    return text instanceof Uint8Array ? [new TextDecoder().decode(text)] : []
  })
}

/** False where a text is meant for us and cannot be used. */
function collect(text: string, peers: Map<string, string[]>): boolean {
  if (!text.startsWith(PREFIX)) return true
  try {
    const { text: address, peerId } = parseAddress(text.slice(PREFIX.length))
    if (peerId === undefined) return false
    const addresses = peers.get(peerId) ?? []
    if (addresses.length < MAX_ADDRESSES) peers.set(peerId, [...addresses, address])
    return true
  } catch {
    // One address that we cannot read does not spoil the others.
    return false
  }
}
