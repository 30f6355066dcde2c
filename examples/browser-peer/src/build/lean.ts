import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { withoutDebugLines } from './debug-lines.ts'

const here = (name: string): string => fileURLToPath(new URL(`instead/${name}`, import.meta.url))

// What a tab of this network has no use for, by the module that brings it, and what stands in its place.
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/@libp2p\/crypto\/dist\/src\/keys\/(secp256k1|rsa|ecdsa)\/utils\.js$/, here('other-keys.ts')],
  [
    /@libp2p\/crypto\/dist\/src\/keys\/(ecdsa\/ecdsa|rsa\/der|secp256k1\/index(\.browser)?)\.js$/,
    here('other-keys.ts'),
  ],
  [/libp2p\/dist\/src\/connection-manager\/resolvers\/dnsaddr\.js$/, here('no-dns.ts')],
  [/@libp2p\/logger\/dist\/src\/index\.js$/, here('quiet-logger.ts')],
  [/multiformats\/dist\/src\/bases\/base256emoji\.js$/, here('no-emoji.ts')],
]
const DEBUGGED = /\/node_modules\/(@libp2p\/|libp2p\/)|\/webrtc-bundle\//

/** Leaves out of a page what no tab needs: other keys than Ed25519, DNS over HTTPS, and libp2p's debugging lines. */
export function lean(): Plugin {
  return {
    name: 'lean',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return INSTEAD.find(([pattern]) => found !== null && pattern.test(found.id))?.[1] ?? found
    },
    transform(code, id) {
      if (!DEBUGGED.test(id) || !code.includes('log')) return undefined
      return { code: withoutDebugLines(code, this.parse(code)), map: null }
    },
  }
}
