import { expect, it } from 'vitest'
import * as errors from './errors.ts'
import * as main from './index.ts'
import * as petnames from './petnames/index.ts'
import * as statements from './statements/index.ts'
import * as testing from './testing/index.ts'

it('exports what is documented, and nothing else', () => {
  expect(Object.keys(main).sort()).toEqual([
    'IdentityExistsError',
    'InvalidBytesError',
    'InvalidKeyError',
    'MnemonicError',
    'SealError',
    'SlotError',
    'UnknownVersionError',
    'WrongPassphraseError',
    'createEncapsulate',
    'createIdentity',
    'createKeyPair',
    'createKeyStore',
    'createVerify',
    'encapsulate',
    'fingerprint',
    'indexedDbSlot',
    'memorySlot',
    'parsePublicKey',
    'publicKeyFromBytes',
    'publicKeyToBytes',
    'restoreIdentity',
    'seal',
    'verify',
  ])
  expect(Object.keys(petnames).sort()).toEqual([
    'InvalidBytesError',
    'InvalidKeyError',
    'PetnameError',
    'SlotError',
    'UnknownVersionError',
    'createLooks',
    'createPetnames',
  ])
  expect(Object.keys(statements).sort()).toEqual([
    'InvalidBytesError',
    'InvalidKeyError',
    'InvalidSignatureError',
    'UnknownVersionError',
    'addDevice',
    'cardToQrText',
    'cardToUrl',
    'currentDevices',
    'newestCard',
    'readCard',
    'readDeviceStatement',
    'revokeDevice',
    'signCard',
  ])
  expect(Object.keys(testing).sort()).toEqual(['mutations', 'testKeyStore', 'testSlot'])
  expect(Object.keys(errors).sort()).toEqual([
    'IdentityExistsError',
    'InvalidBytesError',
    'InvalidKeyError',
    'InvalidSignatureError',
    'MnemonicError',
    'PetnameError',
    'SealError',
    'SlotError',
    'UnknownVersionError',
    'WrongPassphraseError',
  ])
})
