import { libp2pRecords } from '@hydra/records/libp2p'
import { createRouter, lazyTree } from '@hydra/router'
import { createServices, type Names } from '@hydra/services'
import { browserTransports } from '@hydra/transports'
import { webRTC } from '@hydra/transports/webrtc'
import { createLibp2p } from 'libp2p'
import type { Parts } from './create-peer.ts'
import { type NetworkLink, networkLink, type NetworkOptions } from './network-link.ts'
import { peerRecords } from './peer-records.ts'

export interface BrowserPeerOptions extends NetworkOptions {
  /** What names stand for, in `services.fetch`. @default services are asked by key */
  names?: Names
  /** Whether addresses of this machine and of private networks may be dialled: for trying things out. @default false */
  dialPrivate?: boolean
}

/** A peer in a tab: it dials nodes, is reached through those that relay, and by other tabs directly. */
export function browserPeer(options: BrowserPeerOptions = {}): Parts<NetworkLink> {
  const { acceptWeak = false, dialPrivate = false, names } = options
  return {
    async link() {
      const transports = browserTransports({ dialPrivate, transports: [webRTC()], listen: ['/webrtc'] })
      return networkLink(await createLibp2p({ ...transports, start: false }), options)
    },
    spread: ({ link }) => lazyTree({ link }),
    router: ({ link, spread }) => createRouter({ link, spread, acceptWeak }),
    records: async ({ link, router }) => peerRecords(router, await libp2pRecords(link.node)),
    services: ({ router }) => createServices({ router, ...(names && { names }) }),
  }
}
