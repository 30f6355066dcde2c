// Prints how long the key operations take, with WebCrypto and without, and beside @hpke/core:
//   tsc -b && node scripts/measure.mjs
import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { createKeyPair, seal, verify } from '../dist/index.js'

const ROUNDS = 30
const BATCHES = 40
const message = new Uint8Array(200)

/** The median of the quickest quarter of the batches: what else runs on the machine only ever adds. */
async function measure(name, work) {
  const times = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const started = performance.now()
    for (let round = 0; round < ROUNDS; round++) await work()
    times.push((performance.now() - started) / ROUNDS)
  }
  times.sort((a, b) => a - b)
  process.stdout.write(`${name}: ${(times[BATCHES / 8] * 1_000).toFixed(0)} µs\n`)
}

async function measureAll(way) {
  const key = await createKeyPair()
  const signature = await key.sign('measure', message)
  await measure(`${way}, make a key pair`, () => createKeyPair())
  await measure(`${way}, sign 200 bytes`, () => key.sign('measure', message))
  await measure(`${way}, verify`, () => verify(key.publicKey, 'measure', message, signature))
  await measure(`${way}, seal and open 200 bytes`, async () =>
    key.open('measure', await seal(key.publicKey, 'measure', message)),
  )
}

await measureAll('WebCrypto')

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() })
const pair = await suite.kem.generateKeyPair()
await measure('@hpke/core, seal and open 200 bytes', async () => {
  const sender = await suite.createSenderContext({ recipientPublicKey: pair.publicKey })
  const sealed = await sender.seal(message)
  const recipient = await suite.createRecipientContext({ recipientKey: pair.privateKey, enc: sender.enc })
  await recipient.open(sealed)
})

const { crypto } = globalThis
const value = { getRandomValues: (bytes) => crypto.getRandomValues(bytes) }
Object.defineProperty(globalThis, 'crypto', { value, configurable: true })
await measureAll('noble')
