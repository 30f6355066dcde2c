import { createFiles, type Files } from '@hydra/files'
import { createFilesGateway } from '@hydra/files/gateway'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { serveFromPage } from '@hydra/files/service-worker'
import { browserTransports } from '@hydra/transports'
import { webRTC } from '@hydra/transports/webrtc'
import type { Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { IDBBlockstore } from 'blockstore-idb'
import { createLibp2p } from 'libp2p'
import { makeFilm } from './film.ts'

export { play } from './player.ts'

let peer: Libp2p
let files: Files
const brought = new Set<string>()

/** Starts the tab's peer, with its blocks in IndexedDB and its files by URL; tells where other tabs reach it. */
export async function start(relay: string): Promise<string> {
  const preset = browserTransports({ transports: [webRTC()], dialPrivate: true })
  peer = await createLibp2p({ ...preset, addresses: { listen: ['/webrtc', `${relay}/p2p-circuit`] } })
  const blocks = new IDBBlockstore('blocks')
  await blocks.open()
  files = await createFiles({ blocks, sources: [await libp2pSwarm(peer, { blocks })] })
  const noting: Pick<Files, 'block' | 'ls' | 'stat' | 'stream'> = {
    ...files,
    stream: (path, options) => files.stream(path, { ...options, onProgress: note }),
  }
  await serveFromPage({ script: './worker.js', routes: { '/files/': createFilesGateway(noting) } })
  const addresses = peer.getMultiaddrs().map(String)
  return addresses.find((address) => address.includes('/webrtc')) ?? ''
}

function note({ source }: { source?: string }): void {
  if (source) brought.add(source)
}

export async function dial(address: string): Promise<void> {
  await peer.dial(multiaddr(address))
}

export function over(): string[] {
  return peer.getConnections().map(({ remoteAddr }) => String(remoteAddr))
}

export async function addFilm(bytes: number): Promise<{ cid: string; bytes: number }> {
  const film = await makeFilm(bytes, 'webm')
  return { cid: await files.add(film), bytes: film.size }
}

export function sources(): string[] {
  return [...brought]
}

/** Brings all of it here. */
export async function pin(cid: string): Promise<void> {
  await files.pin(cid)
}

/** Whether all of it is here already. */
export async function isWhole(cid: string): Promise<boolean> {
  const { missing } = await files.verify(cid)
  return missing.length === 0
}
