import { decodeFrame, encodeFrame, type Frame } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { channels, linkChannel } from '../link-channel.ts'
import type { MemoryPeer } from '../memory-link.ts'

/** A neighbour that says whatever a test wants it to, and writes down what it is told. */
export interface RawPeer extends MemoryPeer {
  readonly heard: Frame[]
  send(to: NeighbourId, frame: Frame): Promise<void>
  sendBytes(to: NeighbourId, bytes: Uint8Array): Promise<void>
  /** The first frame heard, from now on, that fits. */
  hears<K extends Frame['kind']>(kind: K): Promise<Extract<Frame, { kind: K }>>
  /** Called with everything that is heard. */
  onFrame: ((frame: Frame, from: NeighbourId) => void) | undefined
}

export function rawPeer(peer: MemoryPeer): RawPeer {
  const link = linkChannel(peer.link, channels.router)
  const listeners = new Set<(frame: Frame) => void>()
  const raw: RawPeer = {
    ...peer,
    heard: [],
    onFrame: undefined,
    send: (to, frame) => link.send(to, encodeFrame(frame)),
    sendBytes: (to, bytes) => link.send(to, bytes),
    hears: (kind) =>
      new Promise((resolve) => {
        const listener = (frame: Frame) => {
          if (!isKind(frame, kind)) return
          listeners.delete(listener)
          resolve(frame)
        }
        listeners.add(listener)
      }),
  }
  link.onFrame((from, bytes) => {
    const frame = decodeFrame(bytes.slice())
    raw.heard.push(frame)
    raw.onFrame?.(frame, from)
    for (const listener of listeners) listener(frame)
  })
  return raw
}

function isKind<K extends Frame['kind']>(frame: Frame, kind: K): frame is Extract<Frame, { kind: K }> {
  return frame.kind === kind
}
