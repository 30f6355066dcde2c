import { libp2pRecords } from '@hydra/records/libp2p'
import { createRouter, lazyTree } from '@hydra/router'
import { browserTransports, type PresetOptions } from '@hydra/transports'
import { webRTC } from '@hydra/transports/webrtc'
import { createLibp2p } from 'libp2p'
import { inBrowser } from './browser-home.ts'
import { createByteCount } from './byte-count.ts'
import { features, type FeatureOptions } from './features.ts'
import type { Home } from './home.ts'
import { connectionKey, type NetworkLink, networkLink, type NetworkOptions, routerWatchers } from './network-link.ts'
import type { Parts } from './parts.ts'
import { networkFiles } from './peer-files.ts'
import { peerRecords } from './peer-records.ts'

export interface BrowserPeerOptions extends NetworkOptions, FeatureOptions {
  /**
   * Keeps everything in this origin's IndexedDB, under this name. One tab at a time: two would be one peer twice.
   * @default everything is forgotten when the tab closes
   */
  name?: string
  /** Encrypts the identity that is kept. @default one that is made and kept beside it */
  passphrase?: string
  /** Whether addresses of this machine and of private networks may be dialled: for trying things out. @default false */
  dialPrivate?: boolean
  /** Further transports, such as `room({ urls, secret })`, and what to listen on for them. */
  transports?: PresetOptions['transports']
  listen?: PresetOptions['listen']
}

/** A peer in a tab: it dials nodes, is reached through those that relay, and by other tabs directly. */
export function browserPeer(options: BrowserPeerOptions = {}): Parts<NetworkLink> {
  const { acceptWeak = false, dialPrivate = false, name, passphrase, transports = [], listen = [] } = options
  let opened: Promise<Home> | undefined
  const home = (): Promise<Home> =>
    (opened ??= name === undefined ? inMemory() : Promise.resolve(inBrowser(name, passphrase)))
  return {
    identity: async () => (await home()).identity(),
    async link({ identity }) {
      const key = await connectionKey(identity)
      const own = { dialPrivate, transports: [webRTC(), ...transports], listen: ['/webrtc', ...listen] }
      const bytes = createByteCount()
      const preset = browserTransports(own)
      const node = await createLibp2p({ ...preset, privateKey: key, start: false, metrics: () => bytes.metrics })
      return networkLink(node, options, { store: (await home()).peers, key, dialPrivate, bytes })
    },
    spread: ({ link }) => lazyTree({ link }),
    router: ({ link, spread }) => createRouter({ link, spread, acceptWeak, ...routerWatchers(options) }),
    records: async ({ link, router }) => peerRecords(router, await libp2pRecords(link.node)),
    files: async ({ link, router }) => networkFiles(await home(), { link, router }),
    ...features(home, options),
  }
}

// Few who open a page want it to forget everything.
async function inMemory(): Promise<Home> {
  return (await import('./home.ts')).nowhere()
}
