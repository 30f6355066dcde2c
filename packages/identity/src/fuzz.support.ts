import { utf8 } from './bytes.ts'
import { restoreIdentity } from './identity.ts'
import { createLooks } from './petnames/skeleton.ts'
import { encodePetnames } from './petnames/encode-petnames.ts'
import { decodePetnames } from './petnames/petname-list.ts'
import { createPetnames } from './petnames/petnames.ts'
import type { PublicKey } from './public-key.ts'
import { parsePublicKey } from './public-key.ts'
import { decodeSealedIdentity, encodeSealedIdentity, sealIdentity } from './sealed-identity.ts'
import { seal } from './sealing.ts'
import { verify } from './signature.ts'
import { memorySlot } from './slot.ts'
import { cardToQrText, cardToUrl } from './statements/card-text.ts'
import { readCard, signCard } from './statements/contact-card.ts'
import { addDevice, readDeviceStatement, revokeDevice } from './statements/device-statement.ts'
import { isEqual } from './strict-encoding.ts'

/** One decoder under attack. */
export interface FuzzTarget {
  readonly name: string
  readonly valid: readonly Uint8Array[]
  /** Whether the bytes are taken. Throws a named error where they are refused; anything else is a finding. */
  accepts(bytes: Uint8Array): boolean | Promise<boolean>
  /** Whether a changed encoding can be another valid one: never where a signature or a checksum covers it. */
  readonly malleable: boolean
  /** Each case searches for near words or exchanges keys, which takes most of a millisecond: a fifth as many will do. */
  readonly slow?: boolean
}

const REFUSALS = [
  'InvalidBytesError',
  'InvalidKeyError',
  'InvalidSignatureError',
  'MnemonicError',
  'SealError',
  'UnknownVersionError',
]

/** Whether a target takes the bytes; throws where it fails in any other way than by a named refusal with advice. */
export async function takes(target: FuzzTarget, bytes: Uint8Array): Promise<boolean> {
  try {
    return await target.accepts(bytes)
  } catch (error) {
    if (error instanceof Error && REFUSALS.includes(error.name) && error.message.length > 20) return false
    throw error
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow'

/** Every decoder of the package, with valid encodings to damage. */
export async function createFuzzTargets(): Promise<FuzzTarget[]> {
  const me = await restoreIdentity(WORDS)
  const author = me.author.publicKey
  const service = (await me.serviceKey('home')).publicKey
  return [
    {
      name: 'public key',
      valid: [utf8(author)],
      malleable: false,
      // Space around a key is taken off, so that only what it leaves is of one form.
      accepts: (bytes) => text(bytes).trim() !== author && parsePublicKey(text(bytes)) !== '',
    },
    { name: 'backup words', valid: [utf8(WORDS)], malleable: true, slow: true, accepts: acceptsWords },
    await keyFileTarget(),
    ...(await cardTargets(me.author, service)),
    await deviceTarget(me.author, await me.peerKey('phone')),
    await petnamesTarget([author, service]),
    ...(await keyTargets(me.author)),
  ]
}

async function acceptsWords(bytes: Uint8Array): Promise<boolean> {
  return (await (await restoreIdentity(text(bytes))).words()) !== ''
}

async function keyFileTarget(): Promise<FuzzTarget> {
  return {
    name: 'key file',
    valid: [encodeSealedIdentity(await sealIdentity(new Uint8Array(16), 'secret', 14))],
    malleable: true,
    accepts: (bytes) => isEqual(encodeSealedIdentity(decodeSealedIdentity(bytes)), bytes),
  }
}

type Signing = Parameters<typeof signCard>[0]

async function cardTargets(author: Signing, service: PublicKey): Promise<FuzzTarget[]> {
  const card = { nickname: 'Alice', service, addresses: ['/dns4/example.org/tcp/443/wss'], sequence: 1_700_000_000 }
  const valid = [await signCard(author, card), await signCard(author, { ...card, addresses: [], sequence: 0 })]
  const accepts = async (bytes: Uint8Array) => (await readCard(bytes)).author === author.publicKey
  const acceptsText = async (bytes: Uint8Array) =>
    // A card's text may come in capitals or not, and with space around it, so that only its bytes are of one form.
    !valid.some((known) => cardToUrl(known) === text(bytes).trim().toLowerCase()) &&
    (await readCard(text(bytes))).author !== undefined
  return [
    { name: 'contact card', valid, malleable: false, accepts },
    {
      name: 'contact card as text',
      valid: valid.flatMap((bytes) => [utf8(cardToUrl(bytes)), utf8(cardToQrText(bytes))]),
      malleable: false,
      accepts: acceptsText,
    },
  ]
}

async function deviceTarget(author: Signing, device: Signing): Promise<FuzzTarget> {
  return {
    name: 'device statement',
    valid: [await addDevice(author, device, 300), await revokeDevice(author, device.publicKey, 70_000)],
    malleable: false,
    accepts: async (bytes) => (await readDeviceStatement(bytes)).author !== undefined,
  }
}

async function petnamesTarget(keys: PublicKey[]): Promise<FuzzTarget> {
  const petnames = await createPetnames(memorySlot())
  for (const [index, key] of keys.entries()) await petnames.set(key, `${['Zoë', 'Алиса'][index]}`)
  const looks = createLooks()
  return {
    name: 'list of petnames',
    valid: [petnames.export()],
    malleable: true,
    accepts: (bytes) => isEqual(encodePetnames(decodePetnames(bytes, looks).entries()), bytes),
  }
}

async function keyTargets(key: Signing): Promise<FuzzTarget[]> {
  const message = utf8('hello')
  return [
    {
      name: 'sealed bytes',
      slow: true,
      valid: [await seal(key.publicKey, 'fuzz', message)],
      malleable: false,
      accepts: async (bytes) => (await key.open('fuzz', bytes)).length >= 0,
    },
    {
      name: 'signature',
      valid: [await key.sign('fuzz', message)],
      malleable: false,
      accepts: (bytes) => verify(key.publicKey, 'fuzz', message, bytes),
    },
  ]
}
