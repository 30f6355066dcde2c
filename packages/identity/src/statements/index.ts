/**
 * What an author states to others, signed: a contact card, and which devices are theirs.
 *
 * ```ts
 * const bytes = await signCard(me.author, { nickname: 'Alice', service })
 * const card = await readCard(cardToUrl(bytes))
 *
 * const added = await addDevice(me.author, await me.peerKey('phone'))
 * currentDevices(card.author, [await readDeviceStatement(added)]) // the phone's key
 * ```
 *
 * @packageDocumentation
 */
export { InvalidBytesError, InvalidKeyError, InvalidSignatureError, UnknownVersionError } from '../errors.ts'
export type { ContactCard } from './card-fields.ts'
export { cardToQrText, cardToUrl } from './card-text.ts'
export { newestCard, readCard, signCard } from './contact-card.ts'
export type { CardContent, SignedCard } from './contact-card.ts'
export { addDevice, currentDevices, readDeviceStatement, revokeDevice } from './device-statement.ts'
export type { DeviceStatement } from './device-statement.ts'
