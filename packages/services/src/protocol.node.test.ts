import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeRequestHead, decodeResponseHead, encodeRequestHead, encodeResponseHead } from './head.ts'
import { readMessage, writeMessage } from './message.ts'
import { encodeBundle } from './registry/bundle.ts'
import { cidOf } from './registry/cid.ts'
import { decodeManifest, encodeManifest } from './registry/manifest.ts'
import { fromWebStream } from './web-stream.ts'

const page = readFileSync(new URL('../PROTOCOL.md', import.meta.url), 'utf8')
const vectors = [
  ...page.matchAll(/^\| .* \| `([0-9a-f]{24,})` \|$/gm),
  ...page.matchAll(/^\| `200` \| `([0-9a-f]+)` \|$/gm),
]

const requests = [
  { method: 'GET', path: '/', headers: [] },
  {
    method: 'POST',
    path: '/notes?draft=1',
    headers: [
      ['content-type', 'text/plain'],
      ['x-a', 'caf\u00e9'],
    ],
  },
] as const
const responses = [
  { status: 200, headers: [] },
  {
    status: 404,
    headers: [
      ['content-type', 'text/html'],
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2'],
    ],
  },
] as const

describe('the vectors of PROTOCOL.md', () => {
  it('are all there', () => {
    expect(new Set(vectors.map(([, hex]) => hex)).size).toBe(requests.length + responses.length)
  })

  it.each(requests)('hold for $method $path', async (head) => {
    const bytes = encodeRequestHead(head)
    expect(page).toContain(`\`${await hexOf(bytes)}\``)
    expect(decodeRequestHead(bytes)).toEqual(head)
  })

  it.each(responses)('hold for $status', async (head) => {
    const bytes = encodeResponseHead(head)
    expect(page).toContain(`\`${await hexOf(bytes)}\``)
    expect(decodeResponseHead(bytes)).toEqual(head)
  })

  it('are messages that are read to their end', async () => {
    for (const [, hex = ''] of vectors) {
      const { body } = await readMessage(new Blob([Buffer.from(hex, 'hex')]).stream())
      expect((await body.next()).done).toBe(true)
    }
  })
})

describe('the vectors of manifests and bundles', () => {
  it('hold', async () => {
    const bundle = encodeBundle({ 'guest.js': 'export default {}' })
    const source = await cidOf(bundle)
    const texts = { title: 'a', description: 'a', version: 'a', licence: 'a', entry: 'guest.js', source }
    const limits = { cpuMsPerCall: 1, memoryBytes: 16 * 1024 ** 2, maxConcurrent: 1, maxBodyBytes: 0 }
    const manifest = encodeManifest({ ...texts, permissions: { log: true }, limits })
    for (const bytes of [bundle, manifest]) {
      expect(page).toContain(`| \`${Buffer.from(bytes).toString('hex')}\` | \`${await cidOf(bytes)}\` |`)
    }
    expect(decodeManifest(manifest)).toMatchObject({ source, permissions: { log: true, clock: false } })
  })
})

async function hexOf(head: Uint8Array): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of writeMessage(head, fromWebStream(null))) pieces.push(piece)
  return Buffer.concat(pieces).toString('hex')
}
