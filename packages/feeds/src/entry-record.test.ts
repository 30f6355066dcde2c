import { bytesToHex } from '@noble/hashes/utils.js'
import { createKeyPair } from '@hydra/identity'
import { mutations } from '@hydra/identity/testing'
import { decodeRecord, encodeRecord, recordId } from '@hydra/records'
import { describe, expect, it } from 'vitest'
import { decodeFeedRecord, grantDevice, signEnd, signEntry } from './entry-record.ts'
import { deviceTag, placeOf, SAID } from './order.ts'
import { createValidate } from './validate.ts'

const keyOf = (byte: number) => createKeyPair(new Uint8Array(32).fill(byte))

async function sample(body: Record<string, unknown> = { type: 'post', text: 'hello', media: [] }) {
  const [author, device] = [await keyOf(1), await keyOf(2)]
  const grant = await grantDevice(author, device.publicKey)
  const place = { author: author.publicKey, grant, sequence: 0, previous: undefined, time: 1_700_000_000_000 }
  return { author, device, place, bytes: await signEntry(device, { ...place, body }) }
}

describe('an entry as a record', () => {
  it('is the one of PROTOCOL.md', async () => {
    const { author, device, bytes } = await sample()
    expect(recordId(bytes)).toBe('375e2f0b41b52c188140dffd050af81e35a4ade0f619c4d072532c6ceb3b5431')
    const end = await signEnd(author, device.publicKey, 3)
    expect(recordId(end)).toBe('fe390085d7bafdaf44bb85dac2bc00b5f897df33a1399ba7dc6e83e7191e32f5')
    const judged = await createValidate()(bytes)
    expect(judged.valid && bytesToHex(judged.order)).toBe(
      '8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c016a3803d5f059902a0000000000000000',
    )
  })

  it('stands in the set by author, lane, device and place', async () => {
    const { author, device, place, bytes } = await sample()
    const order = placeOf(author.publicKey, SAID, deviceTag(device.publicKey), 0)
    expect(await createValidate()(bytes)).toEqual({ valid: true, order })
    const odd = await signEntry(device, { ...place, body: { type: 'profile', nickname: 7 } })
    const judged = await createValidate()(odd)
    expect(judged.valid && judged.order[32]).toBe(0)
    expect(decodeFeedRecord(odd)).toMatchObject({ entry: { body: { type: 'unknown', name: 'profile' } } })
  })

  it('is refused when any one field of it is another', async () => {
    const { author, device, bytes } = await sample()
    const end = await signEnd(author, device.publicKey, 3)
    const validate = createValidate()
    for (const record of [bytes, end]) {
      expect((await validate(record)).valid).toBe(true)
      const fields = decodeRecord(record) as unknown[]
      for (const [index, field] of fields.entries()) {
        const changed = encodeRecord(fields.with(index, other(field)))
        expect(await validity(validate, changed), `field ${index}`).toBe(false)
      }
      expect(await validity(validate, encodeRecord([...fields, 0]))).toBe(false)
    }
  })

  it('needs the author’s grant for its device, and no other author’s', async () => {
    const { device, place } = await sample()
    const other = await keyOf(3)
    const body = { type: 'post', text: 'not mine', media: [] }
    const stolen = await signEntry(device, { ...place, author: other.publicKey, body })
    expect(await validity(createValidate(), stolen)).toBe(false)
    const foreign = await signEntry(other, { ...place, body })
    expect(await validity(createValidate(), foreign)).toBe(false)
  })

  it('is read whole or not at all, however it was damaged', async () => {
    const { author, device, bytes } = await sample()
    const end = await signEnd(author, device.publicKey, 3)
    const validate = createValidate()
    for (const [seed, record] of [bytes, end].entries()) {
      let read = 0
      for (const mutant of mutations(record, seed, 3_000)) {
        try {
          decodeFeedRecord(mutant)
          read++
        } catch (error) {
          expect((error as Error).name).toBe('UnreadableEntryError')
          continue
        }
        if (read < 200) expect(await validity(validate, mutant)).toBe(false)
      }
      // The control: damage that only a signature shows does get past the reader.
      expect(read).toBeGreaterThan(50)
    }
  })
})

async function validity(validate: ReturnType<typeof createValidate>, bytes: Uint8Array): Promise<boolean> {
  return validate(bytes).then(
    ({ valid }) => valid,
    () => false,
  )
}

function other(field: unknown): unknown {
  if (typeof field === 'number') return field + 1
  if (typeof field === 'string') return `${field}x`
  if (field === null) return new Uint8Array(32)
  if (field instanceof Uint8Array) return field.with(0, (field[0] as number) ^ 1)
  return { ...(field as object), text: 'goodbye' }
}
