import { createFiles, type Files } from '@hydra/files'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { browserTransports } from '@hydra/transports'
import { webRTC } from '@hydra/transports/webrtc'
import type { Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { IDBBlockstore } from 'blockstore-idb'
import { createLibp2p } from 'libp2p'

let peer: Libp2p
let files: Files

/** Starts the tab's peer, with its blocks in IndexedDB; tells where other tabs reach it. */
export async function start({ relay, store }: { relay: string; store: string }): Promise<string> {
  const preset = browserTransports({ transports: [webRTC()], dialPrivate: true })
  peer = await createLibp2p({ ...preset, addresses: { listen: ['/webrtc', `${relay}/p2p-circuit`] } })
  const blocks = new IDBBlockstore(store)
  await blocks.open()
  files = await createFiles({ blocks, sources: [await libp2pSwarm(peer, { blocks })] })
  return (
    peer
      .getMultiaddrs()
      .map(String)
      .find((address) => address.includes('/webrtc')) ?? ''
  )
}

export async function dial(address: string): Promise<void> {
  await peer.dial(multiaddr(address))
}

/** Draws a picture of so many pixels across, and adds it. */
export async function addPicture(size: number): Promise<string> {
  const canvas = new OffscreenCanvas(size, size)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser draws nothing.')
  for (let x = 0; x < size; x += 4) {
    for (let y = 0; y < size; y += 4) {
      context.fillStyle = `rgb(${(x * 7) % 256} ${(y * 13) % 256} ${(x * y) % 256})`
      context.fillRect(x, y, 4, 4)
    }
  }
  return files.add(await canvas.convertToBlob({ type: 'image/png' }), { chunkBytes: 16_384 })
}

/** Shows a picture from wherever it is; tells how wide it is drawn, how many bytes came, and from where. */
export async function showPicture(cid: string): Promise<{ width: number; bytes: number; sources: string[] }> {
  const sources = new Set<string>()
  let bytes = 0
  const onProgress = (event: { bytes: number; source?: string }) => {
    bytes = event.bytes
    if (event.source) sources.add(event.source)
  }
  const image = new Image()
  const content = await files.get(cid, { onProgress, signal: AbortSignal.timeout(60_000) })
  image.src = URL.createObjectURL(new Blob([new Uint8Array(content)], { type: 'image/png' }))
  document.body.append(image)
  await image.decode()
  return { width: image.naturalWidth, bytes, sources: [...sources] }
}
