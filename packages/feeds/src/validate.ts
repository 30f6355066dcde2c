import { bytesToHex } from '@noble/hashes/utils.js'
import { publicKeyToBytes, verify } from '@hydra/identity'
import { encodeRecord, type Judgement } from '@hydra/records'
import { isAbout } from './body.ts'
import { decodeFeedRecord, END_PURPOSE, ENTRY_PURPOSE, type FeedRecord, GRANT_PURPOSE } from './entry-record.ts'
import { ABOUT, deviceTag, END_SEQUENCE, placeOf, SAID } from './order.ts'

// Each device's grant is verified once, not with each of its entries. An author has a few devices.
const MAX_GRANTS = 4096

/** Judges records of feeds, each alone. */
export function createValidate(): (bytes: Uint8Array) => Promise<Judgement> {
  const grants = new Set<string>()

  const isGranted = async ({ entry: { author, device }, grant }: FeedRecord & { type: 'entry' }): Promise<boolean> => {
    const known = `${author} ${device} ${bytesToHex(grant)}`
    if (grants.has(known)) return true
    if (!(await verify(author, GRANT_PURPOSE, publicKeyToBytes(device), grant))) return false
    if (grants.size >= MAX_GRANTS) grants.delete(grants.values().next().value as string)
    grants.add(known)
    return true
  }

  return async (bytes) => {
    const record = decodeFeedRecord(bytes)
    const { fields, signature } = record.signed
    if (record.type === 'end') {
      const { author, device } = record.end
      if (!(await verify(author, END_PURPOSE, encodeRecord(fields), signature))) return refused
      return { valid: true, order: placeOf(author, ABOUT, deviceTag(device), END_SEQUENCE) }
    }
    const { author, device, sequence, body } = record.entry
    if (!(await isGranted(record))) return { valid: false, reason: 'the author did not grant this device' }
    if (!(await verify(device, ENTRY_PURPOSE, encodeRecord(fields), signature))) return refused
    return { valid: true, order: placeOf(author, isAbout(body) ? ABOUT : SAID, deviceTag(device), sequence) }
  }
}

const refused: Judgement = { valid: false, reason: 'the signature does not fit' }
