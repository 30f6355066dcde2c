import { mutations } from '@hydra/identity/testing'
import { encode } from 'cborg'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedMessageError } from './errors.ts'
import {
  decodeRequestHead,
  decodeResponseHead,
  encodeRequestHead,
  encodeResponseHead,
  MAX_HEAD_BYTES,
  type RequestHead,
} from './head.ts'
import { toHeaders } from './headers.ts'
import { readMessage, writeMessage } from './message.ts'
import { fromWebStream } from './web-stream.ts'

const request: RequestHead = {
  method: 'POST',
  path: '/a?b=c',
  headers: [
    ['content-type', 'text/plain'],
    ['x-a', '1'],
  ],
}
const response = {
  status: 200,
  headers: [
    ['content-type', 'text/html'],
    ['set-cookie', 'a=1; Path=/'],
  ],
} as const

/** Whatever passes must be safe to hand to Request, Response and Headers, which throw on what is not HTTP. */
function readRequest(bytes: Uint8Array): 'read' | 'refused' {
  return read(() => {
    const { method, path, headers } = decodeRequestHead(bytes)
    const url = new URL(`http://service.hydra.localhost${path}`)
    expect(url.host).toBe('service.hydra.localhost')
    const made = new Request(url, { method })
    expect(made.method.toUpperCase()).toBe(method.toUpperCase())
    expect([...toHeaders(headers)].length).toBeLessThanOrEqual(headers.length)
  })
}

function readResponse(bytes: Uint8Array): 'read' | 'refused' {
  return read(() => {
    const { status, headers } = decodeResponseHead(bytes)
    expect(new Response(null, { status, headers: toHeaders(headers) }).status).toBe(status)
  })
}

function read(decode: () => void): 'read' | 'refused' {
  try {
    decode()
    return 'read'
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error
    return 'refused'
  }
}

describe('a head', () => {
  it('is read as it was written', () => {
    expect(decodeRequestHead(encodeRequestHead(request))).toEqual(request)
    expect(decodeResponseHead(encodeResponseHead(response))).toEqual(response)
  })

  it('is refused or safe, whatever was done to it', () => {
    const seen = { read: 0, refused: 0 }
    for (const mutant of mutations(encodeRequestHead(request), 1, 5_000)) seen[readRequest(mutant)]++
    for (const mutant of mutations(encodeResponseHead(response), 2, 5_000)) seen[readResponse(mutant)]++
    // Both happen, or the test would not show that the reader tells one from the other.
    expect(seen.read).toBeGreaterThan(100)
    expect(seen.refused).toBeGreaterThan(1_000)
  })

  it('is refused or safe, whatever it says', () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 })
    const header = fc.tuple(fc.oneof(text, fc.constant('x-a')), text)
    fc.assert(
      fc.property(
        fc.oneof(text, fc.constant('GET')),
        text,
        fc.array(header, { maxLength: 3 }),
        (method, path, headers) => {
          readRequest(encode([method, `/${path}`, headers]))
          readResponse(encode([200, headers]))
        },
      ),
      { numRuns: 3_000, seed: 3 },
    )
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const bytes = encodable(value)
        readRequest(bytes)
        readResponse(bytes)
      }),
      { numRuns: 2_000, seed: 4 },
    )
  })

  it.each([
    ['a line break in a value', ['GET', '/', [['a', '1\r\nb: 2']]]],
    ['a line break in a path', ['GET', '/ HTTP/1.1\r\nhost: x', []]],
    ['a fragment', ['GET', '/#a', []]],
    ['a path of another origin', ['GET', 'http://other/', []]],
    ['a host before the path', ['GET', '@other/', []]],
    ['letters that are no bytes', ['GET', '/', [['a', '\u{1f600}']]]],
    ['a name in capitals', ['GET', '/', [['A', '1']]]],
    ['a name with a colon', ['GET', '/', [['a:', '1']]]],
    ['a tunnel', ['CONNECT', '/', []]],
    ['too many headers', ['GET', '/', Array.from({ length: 257 }, () => ['a', '1'])]],
    ['more parts', ['GET', '/', [], 1]],
  ])('is refused with %s', (_, head) => {
    expect(readRequest(encode(head))).toBe('refused')
  })

  it.each([0, 101, 199, 600, 200.5, -1, '200', null])('is refused with status %s', (status) => {
    expect(readResponse(encode([status, []]))).toBe('refused')
  })
})

describe('a message', () => {
  it('is read in whatever pieces it comes', async () => {
    const head = encodeRequestHead(request)
    const body = new TextEncoder().encode('the body')
    const whole = await joined(writeMessage(head, fromWebStream(new Blob([body]).stream())))
    for (const size of [1, 3, 7, whole.length]) {
      const message = await readMessage(inPieces(whole, size))
      expect(message.head).toEqual(head)
      expect(await joined(message.body)).toEqual(body)
    }
  })

  it('is refused where its head is cut off or too long', async () => {
    await expect(readMessage(inPieces(Uint8Array.of(0, 0, 0, 9, 1), 2))).rejects.toThrow(MalformedMessageError)
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, MAX_HEAD_BYTES + 1)
    await expect(readMessage(inPieces(length, 4))).rejects.toThrow(MalformedMessageError)
  })
})

function encodable(value: unknown): Uint8Array {
  try {
    return encode(value)
  } catch {
    return encode(null)
  }
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: number[] = []
  for await (const piece of pieces) all.push(...piece)
  return Uint8Array.from(all)
}
