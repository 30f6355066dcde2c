import { nativeOr } from './native.ts'

/** Encrypts with AES-GCM: 12 bytes of nonce, 16 of tag at the end. The key's length chooses AES-128 or AES-256. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> {
  return nativeOr(
    async (subtle) => {
      const imported = await importKey(subtle, key, 'encrypt')
      return new Uint8Array(await subtle.encrypt(parameters(nonce), imported, new Uint8Array(plaintext)))
    },
    async () => (await plain())(key, nonce).encrypt(plaintext),
  )
}

/** Decrypts what `encrypt` made; throws where a bit of it differs. */
export function decrypt(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array> {
  return nativeOr(
    async (subtle) => {
      const imported = await importKey(subtle, key, 'decrypt')
      return new Uint8Array(await subtle.decrypt(parameters(nonce), imported, new Uint8Array(ciphertext)))
    },
    async () => (await plain())(key, nonce).decrypt(ciphertext),
  )
}

/** The fallback, for a page that has no WebCrypto: few load it. */
async function plain() {
  return (await import('@noble/ciphers/aes.js')).gcm
}

function importKey(subtle: SubtleCrypto, key: Uint8Array, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, [usage])
}

function parameters(nonce: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv: new Uint8Array(nonce) }
}
