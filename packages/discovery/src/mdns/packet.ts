import type { Answer } from 'dns-packet'
import { parseAddress } from '../address.ts'
import { MAX_ADDRESSES } from '../candidate.ts'
import type { Candidate } from '../source.ts'

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

/** Reads whom an answer is about; what in it cannot be read is skipped. */
export function readAnswer(answers: readonly Answer[], own: { serviceTag: string; ownName: string }): Candidate[] {
  const few = answers.slice(0, MAX_RECORDS)
  const isOurs = few.some(
    (answer) => answer.type === 'PTR' && answer.name === own.serviceTag && !answer.data.startsWith(own.ownName),
  )
  if (!isOurs) return []
  const peers = new Map<string, string[]>()
  for (const answer of few) if (answer.type === 'TXT') for (const text of readTexts(answer.data)) collect(text, peers)
  return [...peers].map(([peerId, addresses]) => ({ peerId, addresses }))
}

function readTexts(data: unknown): string[] {
  const strings: unknown[] = Array.isArray(data) ? data : [data]
  return strings.slice(0, MAX_RECORDS).flatMap((text) => {
    if (typeof text === 'string') return [text]
    return text instanceof Uint8Array ? [new TextDecoder().decode(text)] : []
  })
}

function collect(text: string, peers: Map<string, string[]>): void {
  if (!text.startsWith(PREFIX)) return
  try {
    const { text: address, peerId } = parseAddress(text.slice(PREFIX.length))
    if (peerId === undefined) return
    const addresses = peers.get(peerId) ?? []
    if (addresses.length < MAX_ADDRESSES) peers.set(peerId, [...addresses, address])
  } catch {
    // One address that we cannot read does not spoil the others.
  }
}
