import { beforeAll, describe, expect, it } from 'vitest'
import type { Identity, PeerKey } from '../identity.ts'
import { createIdentity } from '../identity.ts'
import { addDevice, currentDevices, readDeviceStatement, revokeDevice } from './device-statement.ts'

let me: Identity
let phone: PeerKey
let laptop: PeerKey

beforeAll(async () => {
  me = await createIdentity()
  phone = await me.peerKey('phone')
  laptop = await me.peerKey('laptop')
})

describe('a device statement', () => {
  it('adds a device', async () => {
    expect(await readDeviceStatement(await addDevice(me.author, phone, 4))).toEqual({
      author: me.author.publicKey,
      device: phone.publicKey,
      allowed: true,
      sequence: 4,
    })
  })

  it('without a sequence counts the milliseconds since 1970', async () => {
    const before = Date.now()
    const statements = [await addDevice(me.author, phone), await revokeDevice(me.author, phone.publicKey)]
    for (const { sequence } of await Promise.all(statements.map(readDeviceStatement))) {
      expect(sequence).toBeGreaterThanOrEqual(before)
      expect(sequence).toBeLessThanOrEqual(Date.now())
    }
  })

  it('is not signed with a sequence or a device that is none', async () => {
    const keyAlone = phone.publicKey as unknown as PeerKey
    await expect(addDevice(me.author, phone, 0.5)).rejects.toThrow(/sequence is no whole number/)
    await expect(revokeDevice(me.author, phone.publicKey, -1)).rejects.toMatchObject({ name: 'RangeError' })
    await expect(addDevice(me.author, keyAlone, 1)).rejects.toMatchObject({ name: 'InvalidKeyError' })
    await expect(revokeDevice(me.author, 'phone' as PeerKey['publicKey'])).rejects.toMatchObject({
      name: 'InvalidKeyError',
    })
  })

  it('revokes a device without its help', async () => {
    const statement = await readDeviceStatement(await revokeDevice(me.author, phone.publicKey, 5))
    expect(statement).toMatchObject({ device: phone.publicKey, allowed: false, sequence: 5 })
  })

  it('cannot claim the device of someone else', async () => {
    const stranger = await (await createIdentity()).peerKey('phone')
    const claimed = { ...phone, publicKey: stranger.publicKey }
    const statement = await addDevice(me.author, claimed, 1)
    await expect(readDeviceStatement(statement)).rejects.toMatchObject({ name: 'InvalidSignatureError' })
  })

  it('cannot be made by the device, nor by another author', async () => {
    const forged = await revokeDevice({ ...phone, publicKey: me.author.publicKey }, laptop.publicKey, 9)
    await expect(readDeviceStatement(forged)).rejects.toMatchObject({ name: 'InvalidSignatureError' })
  })

  it('is refused with one bit changed, and cut off at any byte', async () => {
    const bytes = await addDevice(me.author, phone, 4)
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] as number) ^ 1
      await expect(readDeviceStatement(changed), `byte ${at}`).rejects.toMatchObject({ name: /Error$/ })
      await expect(readDeviceStatement(bytes.subarray(0, at))).rejects.toMatchObject({ name: 'InvalidBytesError' })
    }
  })
})

describe('the devices of an author', () => {
  it('follow the newest statement on each, in whatever order they came', async () => {
    const statements = await Promise.all(
      [
        await addDevice(me.author, phone, 1),
        await addDevice(me.author, laptop, 2),
        await revokeDevice(me.author, phone.publicKey, 3),
      ].map(readDeviceStatement),
    )
    const expected = new Set([laptop.publicKey])
    expect(currentDevices(me.author.publicKey, statements)).toEqual(expected)
    expect(currentDevices(me.author.publicKey, statements.toReversed())).toEqual(expected)
  })

  it('may come back after a revocation', async () => {
    const statements = await Promise.all(
      [await revokeDevice(me.author, phone.publicKey, 3), await addDevice(me.author, phone, 4)].map(
        readDeviceStatement,
      ),
    )
    expect(currentDevices(me.author.publicKey, statements)).toEqual(new Set([phone.publicKey]))
  })

  it('are without one that was added and revoked at once', async () => {
    const statements = await Promise.all(
      [await addDevice(me.author, phone, 3), await revokeDevice(me.author, phone.publicKey, 3)].map(
        readDeviceStatement,
      ),
    )
    expect(currentDevices(me.author.publicKey, statements)).toEqual(new Set())
    expect(currentDevices(me.author.publicKey, statements.toReversed())).toEqual(new Set())
  })

  it('do not include what another author states', async () => {
    const other = await createIdentity()
    const foreign = await readDeviceStatement(await addDevice(other.author, phone, 9))
    expect(currentDevices(me.author.publicKey, [foreign])).toEqual(new Set())
  })
})
