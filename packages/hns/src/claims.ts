import { type PublicKey, publicKeyFromBytes, publicKeyToBytes } from '@hydra/identity'
import type { RecordId, RecordSet } from '@hydra/records'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { decodeBlock } from './block.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Standing } from './ledger/ranking.ts'
import type { Local } from './local.ts'
import type { Claim } from './names.ts'
import type { Payload } from './payload.ts'

// A claim is contested while its rival has a quarter of its exclusive work. Whoever wants to pass unmarked needs four times
// the work of all others since the claim; whoever wants to have a claim marked idly needs a quarter of it.
const CLOSE = 1 / 4
// Of names that look alike. Whoever makes more of them than this has been noticed.
const MAX_LOOK_ALIKES = 8

export interface Sources {
  readonly ledger: Ledger
  readonly local: Local
  readonly records: Pick<RecordSet, 'get'>
}

/** All claims on a name that are to be shown: a pinned one first, then by rank. */
export async function claimsOn(name: string, sources: Sources): Promise<Claim[]> {
  const { ledger, local } = sources
  const shown = ledger.ranking
    .of(name, (key) => !local.hidden.has(key))
    .filter(({ blocks }) => !blocks.every((id) => local.hidden.has(id)))
  const contested = contestedOf(shown)
  const claims = await Promise.all(
    shown.map((standing) => claimOf(name, standing, contested.has(standing.key), sources)),
  )
  return claims.sort((a, b) => Number(b.pinned) - Number(a.pinned))
}

/** The first and those close to it: alike for every peer that has the same blocks. */
function contestedOf([first, ...others]: readonly Standing[]): Set<string> {
  const close = others.filter(({ exclusive, against }) => exclusive >= against * CLOSE)
  return new Set(first === undefined || close.length === 0 ? [] : [first, ...close].map(({ key }) => key))
}

/** Remembers who stands first, where that is beyond doubt. */
export function noteFirst(claims: readonly Claim[], { firsts }: Local): boolean {
  const [first] = claims
  if (first === undefined || first.contested || firsts.has(first.name)) return false
  firsts.set(first.name, bytesToHex(publicKeyToBytes(first.key)))
  return true
}

async function claimOf(
  name: string,
  { key, work, exclusive, against, blocks, tips, isWaiting }: Standing,
  contested: boolean,
  { ledger, local, records }: Sources,
): Promise<Claim> {
  const publicKey = keyOf(key)
  const block = blocks.findLast((id) => !local.hidden.has(id)) as RecordId
  const { fingerprint } = await import('./fingerprint.ts')
  return {
    name,
    key: publicKey,
    fingerprint: fingerprint(publicKey),
    payload: await payloadOf(block, records),
    block,
    history: blocks,
    branches: tips,
    work,
    exclusive,
    against,
    contested,
    looksLike: await betterLookAlikes(name, work, ledger),
    pinned: local.pins.get(name) === key,
    waiting: isWaiting,
  }
}

async function payloadOf(block: RecordId, records: Pick<RecordSet, 'get'>): Promise<Payload> {
  const bytes = await records.get(block)
  return bytes === undefined ? {} : decodeBlock(bytes).payload
}

async function betterLookAlikes(name: string, work: number, { lookAlikes, ranking }: Ledger): Promise<string[]> {
  const alike = await lookAlikes.of(name)
  return alike.slice(0, MAX_LOOK_ALIKES).filter((other) => (ranking.of(other)[0]?.work ?? 0) > work)
}

export function keyOf(hex: string): PublicKey {
  return publicKeyFromBytes(hexToBytes(hex))
}
