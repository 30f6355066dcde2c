/**
 * A peer that runs in a tab.
 *
 * ```ts
 * const tab = await createPeer(browserPeer({ dial: ['/dns4/node.example/tcp/443/tls/ws'] }))
 * ```
 */
export { InvalidAddressError } from './errors.ts'
export { browserPeer } from './browser-peer.ts'
export type { BrowserPeerOptions } from './browser-peer.ts'
export type { NetworkLink } from './network-link.ts'
