import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answer, readReply } from './answers.ts'

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc
    .tuple(fc.oneof(fc.integer(), fc.constant(200), fc.jsonValue()), fc.array(fc.tuple(fc.string(), fc.string())))
    .map((reply) => JSON.stringify(reply)),
)
const bodies = fc.option(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
  { nil: undefined },
)

describe('what comes out of a guest', () => {
  it('is a response that can be sent, or an error by that name, whatever it is', () => {
    let read = 0
    fc.assert(
      fc.property(texts, bodies, (head, body) => {
        try {
          const response = readReply(head, body, 100)
          expect(response.status).toBeGreaterThanOrEqual(200)
          for (const [name, value] of response.headers) expect(`${name}${value}`).not.toMatch(/[\0\r\n]/)
          read++
        } catch (error) {
          expect(error).toMatchObject({ name: 'GuestError' })
        }
      }),
      { numRuns: 2_000 },
    )
    // The same shapes, some of them well-formed: or the above would show nothing.
    expect(read).toBeGreaterThan(10)
  })

  it('asks for nothing that was not granted, whatever it asks', async () => {
    const asked: string[] = []
    const capabilities = { files: async (cid: string) => void asked.push(cid) }
    const kinds = fc.constantFrom(
      'kv.get',
      'kv.list',
      'fetch',
      'files',
      'log',
      '__proto__',
      'constructor',
      'kv.__proto__',
    )
    await fc.assert(
      fc.asyncProperty(kinds, texts, bodies, async (kind, text, body) => {
        const { signal } = new AbortController()
        const done = await answer({ kind, text, body }, { capabilities, maxBodyBytes: 100, signal }).catch(
          (error: Error) => error,
        )
        if (kind !== 'files') expect(done).toBeInstanceOf(Error)
      }),
      { numRuns: 2_000 },
    )
    expect(asked.every((cid) => typeof cid === 'string')).toBe(true)
  })
})
