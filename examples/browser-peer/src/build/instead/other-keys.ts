// Peers of this network have Ed25519 keys, all of them. The other kinds bring a curve, ASN.1 and RSA along.
class UnsupportedKeyTypeError extends Error {
  override readonly name = 'UnsupportedKeyTypeError'
}

function refuse(): never {
  throw new UnsupportedKeyTypeError('Peers of this network have Ed25519 keys.')
}

export const privateKeyLength = 32
export const publicKeyLength = 33
export {
  refuse as decodeDer,
  refuse as ECDSAPrivateKey,
  refuse as generateECDSAKeyPair,
  refuse as generateRSAKeyPair,
  refuse as generateSecp256k1KeyPair,
  refuse as jwkToRSAPrivateKey,
  refuse as pkcs1MessageToRSAPrivateKey,
  refuse as pkcs1ToRSAPrivateKey,
  refuse as pkiMessageToECDSAPrivateKey,
  refuse as pkiMessageToECDSAPublicKey,
  refuse as pkixMessageToRSAPublicKey,
  refuse as pkixToRSAPublicKey,
  refuse as unmarshalECDSAPrivateKey,
  refuse as unmarshalECDSAPublicKey,
  refuse as unmarshalSecp256k1PrivateKey,
  refuse as unmarshalSecp256k1PublicKey,
}
