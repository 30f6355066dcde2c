import { CID } from 'multiformats/cid'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from './message.ts'

const cid = CID.parse('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku')
const old = CID.parse('QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH')
const message = {
  wants: [
    { cid, cancel: false, onlyHave: false, sayMissing: true },
    { cid: old, cancel: true, onlyHave: true, sayMissing: false },
  ],
  blocks: [{ cid, bytes: new Uint8Array() }],
  presences: [
    { cid: old, has: true },
    { cid, has: false },
  ],
}

it('reads what it writes', async () => {
  const read = await decodeMessage(encodeMessage(message))
  expect(JSON.stringify(read)).toBe(JSON.stringify(message))
})

it('reads messages or refuses them by name, whatever bytes come', async () => {
  const sound = encodeMessage(message)
  const spoiled = fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([at, value]) => {
    const bytes = sound.slice()
    bytes[at % bytes.length] = value
    return bytes
  })
  let refused = 0
  const property = fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), spoiled), async (bytes) => {
    await decodeMessage(bytes).catch((error: unknown) => {
      expect(error).toMatchObject({ name: 'BitswapError' })
      refused += 1
    })
  })
  await fc.assert(property, { numRuns: 2_000, seed: 1 })
  expect(refused).toBeGreaterThan(100)
})
