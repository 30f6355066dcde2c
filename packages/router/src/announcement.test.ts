import { array, assert, boolean, integer, nat, property, record, tuple, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex } from '@noble/hashes/utils.js'
import {
  type Announcement,
  ANNOUNCEMENT_BYTES,
  announcementBody,
  announcementId,
  decodeAnnouncement,
  isTicketOf,
  serviceId,
} from './announcement.ts'
import { joinBytes } from './bytes.ts'
import { FrameError } from './errors.ts'

const signature = new Uint8Array(64).fill(0xee)
const anyAnnouncement = record<Announcement>({
  service: uint8Array({ minLength: 32, maxLength: 32 }).map(serviceId),
  instance: uint8Array({ minLength: 16, maxLength: 16 }).map(bytesToHex),
  expiry: nat(2 ** 31 - 1),
  sequence: nat(2 ** 31 - 1),
  price: integer({ min: 0, max: 255 }),
  withdrawn: boolean(),
  ticket: record({ day: nat(2 ** 31 - 1), nonce: nat(2 ** 31 - 1).map((value) => value * 65_000) }),
})

describe('an announcement', () => {
  it('reads back as it was written', () => {
    assert(
      property(anyAnnouncement, (announcement) => {
        const bytes = joinBytes(announcementBody(announcement), signature)
        expect(bytes.length).toBe(ANNOUNCEMENT_BYTES)
        const read = decodeAnnouncement(bytes)
        expect(read).toMatchObject(announcement)
        expect(joinBytes(read.signed, read.signature)).toEqual(bytes)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is written as the protocol says', () => {
    const body = announcementBody({
      service: serviceId(new Uint8Array(32).fill(1)),
      instance: '02'.repeat(16),
      expiry: 3_000_000,
      sequence: 4,
      price: 16,
      withdrawn: true,
      ticket: { day: 20_833, nonce: 2 ** 40 + 6 },
    })
    const fields = [
      '01',
      '01'.repeat(32),
      '02'.repeat(16),
      '002dc6c0',
      '00000004',
      '10',
      '01',
      '00005161',
      '010000000006',
    ]
    expect(bytesToHex(body)).toBe(fields.join(''))
    expect(announcementId(decodeAnnouncement(joinBytes(body, signature)))).toBe('ee'.repeat(8))
  })

  it('that was changed or cut is read as some announcement or refused by name', () => {
    assert(
      property(anyAnnouncement, array(tuple(nat(132), nat(255))), nat(140), (announcement, changes, length) => {
        const bytes = new Uint8Array(length)
        bytes.set(joinBytes(announcementBody(announcement), signature).subarray(0, length))
        for (const [at, value] of changes) if (at < length) bytes[at] = value
        try {
          const read = decodeAnnouncement(bytes)
          expect(joinBytes(announcementBody(read), read.signature)).toEqual(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('has a ticket of its day, or of the day before', () => {
    const noon = 20_000.5 * 86_400_000
    expect([19_998, 19_999, 20_000, 20_001].map((day) => isTicketOf(day, noon))).toEqual([false, true, true, false])
  })
})
