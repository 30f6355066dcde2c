// Identity: one secret makes every key of a person. Alice signs, Bob checks; and twelve words bring all of it back.
import assert from 'node:assert/strict'
import { createIdentity, fingerprint, restoreIdentity, seal, verify } from '@hydra/identity'
import { cardToUrl, readCard, signCard } from '@hydra/identity/statements'

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

// A key pair is an account that nobody had to grant. She gives away a card, signed by it: a link, or a QR code.
const alice = await createIdentity()
const shop = await alice.serviceKey('bicycle shop') // a key of its own, which nobody can link to her but by her word
const link = cardToUrl(await signCard(alice.author, { nickname: 'Alice', service: shop.publicKey }))

// Bob has the link, and nobody to ask whether it is right: the card proves that it was made by the key that it names.
const card = await readCard(link)
assert.equal(card.author, alice.author.publicKey)
// A nickname is anybody's to choose. Eight words stand for the key: Alice reads them to him by telephone.
console.log(`"${card.nickname}" is ${fingerprint(card.author)}`)

// She signs. Each signature names its purpose, so that none passes for another; a changed letter shows.
const message = encode('I sell my bicycle.')
const signature = await alice.author.sign('advertisement', message)
assert(await verify(card.author, 'advertisement', message, signature))
assert(!(await verify(card.author, 'contract', message, signature)))
assert(!(await verify(card.author, 'advertisement', encode('I sell my tricycle.'), signature)))

// Bob seals an answer: whoever carries it cannot open it.
const sealed = await seal(card.author, 'letter', encode('How much?'))
assert.equal(decode(await alice.author.open('letter', sealed)), 'How much?')
const eve = await createIdentity()
await assert.rejects(eve.author.open('letter', sealed), { name: 'SealError' })

// Each service and each device has its own.
const keys = [alice.author, shop, await alice.serviceKey('diary'), await alice.peerKey('laptop')]
assert.equal(new Set(keys.map(({ publicKey }) => publicKey)).size, 4)

// The laptop falls into a lake. Twelve words on paper were the backup: the very same keys are back.
const again = await restoreIdentity(await alice.words())
assert.equal(again.author.publicKey, alice.author.publicKey)
assert.equal((await again.serviceKey('bicycle shop')).publicKey, shop.publicKey)
console.log('Signed, sealed, and restored from twelve words.')
