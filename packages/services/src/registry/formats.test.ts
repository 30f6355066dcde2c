import { createKeyPair } from '@hydra/identity'
import { mutations } from '@hydra/identity/testing'
import { encode } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBundle, encodeBundle, MAX_BUNDLE_BYTES } from './bundle.ts'
import { cidOf } from './cid.ts'
import { decodeManifest, encodeManifest, type Manifest } from './manifest.ts'

const { publicKey } = await createKeyPair()
const manifest: Manifest = {
  title: 'Guest book',
  description: 'Write a line.\nRead all.',
  version: '1.0.0',
  licence: 'Apache-2.0 OR MIT',
  source: await cidOf(new Uint8Array(1)),
  entry: 'guest.js',
  permissions: { kvBytes: 1_000, fetch: [publicKey], files: false, log: true, clock: true, randomness: false },
  limits: { cpuMsPerCall: 100, memoryBytes: 16 * 1024 * 1024, maxConcurrent: 8, maxBodyBytes: 65_536 },
}

describe('a manifest', () => {
  it('comes back as it was written', () => {
    expect(decodeManifest(encodeManifest(manifest))).toEqual(manifest)
  })

  it.each<[string, object]>([
    ['a permission that is not known', { permissions: { ...manifest.permissions, network: true } }],
    ['a field that is not known', { grant: 'all' }],
    ['a permission that is no truth', { permissions: { log: 'yes' } }],
    ['more storage than anyone gives', { permissions: { kvBytes: 2 ** 30 } }],
    ['a service that is no key', { permissions: { fetch: ['*'] } }],
    ['too many services', { permissions: { fetch: Array.from({ length: 17 }, () => publicKey) } }],
    ['time without end', { limits: { ...manifest.limits, cpuMsPerCall: 60_000 } }],
    ['less memory than the engine takes', { limits: { ...manifest.limits, memoryBytes: 1_000 } }],
    ['half a request', { limits: { ...manifest.limits, maxConcurrent: 0.5 } }],
    ['no limits', { limits: undefined }],
    ['no licence', { licence: undefined }],
    ['a source that is no CID', { source: '../guest.js' }],
    ['a title that moves the cursor', { title: '\u001b[2J' }],
    ['a title that is too long', { title: 'x'.repeat(101) }],
  ])('with %s is refused', (_, change) => {
    expect(() => decodeManifest(encode({ ...manifest, ...change }, { ignoreUndefinedProperties: true }))).toThrow(
      expect.objectContaining({ name: 'InvalidManifestError' }),
    )
  })

  it('that is damaged is refused by that name, or is another manifest', () => {
    survives(encodeManifest(manifest), 'InvalidManifestError', (bytes) => encodeManifest(decodeManifest(bytes)))
  })
})

describe('a bundle', () => {
  const files = { 'guest.js': 'export default {}', 'src/guest.ts': '// é' }

  it('comes back as it was written, and the same files are the same bytes', () => {
    expect(Object.fromEntries(decodeBundle(encodeBundle(files)))).toEqual(files)
    const turned = Object.fromEntries(Object.entries(files).reverse())
    expect(encodeBundle(turned)).toEqual(encodeBundle(files))
  })

  it.each(['', '/etc/passwd', '../a.js', 'a/../b.js', 'a//b.js', 'a\\b.js', './a.js', 'a\u0000.js', 'x'.repeat(201)])(
    'with a file at %j is refused',
    (path) => {
      expect(() => decodeBundle(encode({ [path]: 'x' }))).toThrow(
        expect.objectContaining({ name: 'InvalidBundleError' }),
      )
    },
  )

  it('that is empty, too large or no text is refused', () => {
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`${index}.js`, '']))
    for (const value of [{}, many, { 'a.js': 1 }, [], 'x', { 'a.js': 'x'.repeat(MAX_BUNDLE_BYTES) }]) {
      expect(() => decodeBundle(encode(value))).toThrow(expect.objectContaining({ name: 'InvalidBundleError' }))
    }
    expect(() => encodeBundle({ 'a.js': '\ud800' })).toThrow(expect.objectContaining({ name: 'InvalidBundleError' }))
    const prototype = decodeBundle(encode(new Map([['__proto__', 'x']])))
    expect([...prototype]).toEqual([['__proto__', 'x']])
  })

  it('that is damaged is refused by that name, or is another bundle', () => {
    survives(encodeBundle(files), 'InvalidBundleError', (bytes) =>
      encodeBundle(Object.fromEntries(decodeBundle(bytes))),
    )
  })
})

/** Damaged and made-up bytes bring the one error, or something that is written the same way again. */
function survives(valid: Uint8Array, name: string, again: (bytes: Uint8Array) => Uint8Array): void {
  const attempt = (bytes: Uint8Array): void => {
    try {
      const written = again(bytes)
      expect(again(written)).toEqual(written)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== name) throw error
    }
  }
  for (const bytes of mutations(valid, 7, 3_000)) attempt(bytes)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), attempt), { numRuns: 2_000 })
}
