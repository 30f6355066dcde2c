import type { Stream } from '@libp2p/interface'
import { nodeTransports } from '@hydra/transports'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'

/** Nodes in a line, each connected to the next: over TCP on loopback, encrypted, all in this process. */
export async function startLine(size: number): Promise<Libp2p[]> {
  const nodes: Libp2p[] = []
  for (let index = 0; index < size; index++) {
    nodes.push(
      await createLibp2p({
        addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
        transports: [tcp()],
        // The cipher that nodes ship with, for both sides.
        connectionEncrypters: nodeTransports().connectionEncrypters!,
        streamMuxers: [yamux()],
        connectionMonitor: { enabled: false },
      }),
    )
  }
  return nodes
}

export async function connectLine(nodes: readonly Libp2p[]): Promise<void> {
  for (const [index, node] of nodes.entries()) {
    const next = nodes[index + 1]
    if (next) await node.dial(next.getMultiaddrs())
  }
}

export const RELAYED = '/bench/relayed/1.0.0'
export const ECHO = '/bench/echo/1.0.0'

/** What a naive relay does: one warm stream on, bytes from one to the other, no more. */
export async function relayNaively(nodes: readonly Libp2p[]): Promise<void> {
  for (const [index, node] of nodes.entries()) {
    const next = nodes[index + 1]
    await node.handle(RELAYED, (stream) => {
      if (!next) return onBytes(stream, (bytes) => void stream.send(bytes))
      const onward = node.dialProtocol(next.getMultiaddrs(), RELAYED)
      void onward.then((out) => onBytes(out, (bytes) => void stream.send(bytes)))
      onBytes(stream, (bytes) => void onward.then((out) => out.send(bytes)))
    })
  }
}

/** Answers a whole request on a stream of its own. */
export async function echoOn(node: Libp2p, bytes: number): Promise<void> {
  await node.handle(ECHO, (stream) => {
    let arrived = 0
    onBytes(stream, (piece) => {
      arrived += piece.length
      if (arrived < bytes) return
      stream.send(new Uint8Array(bytes))
      void stream.close()
    })
  })
}

export function onBytes(stream: Stream, listener: (bytes: Uint8Array) => void): void {
  stream.addEventListener('message', ({ data }) => listener(data instanceof Uint8Array ? data : data.subarray()))
}

/** Sends a request, and waits until as many bytes came back. */
export function exchange(stream: Stream, request: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    let arrived = 0
    const listener = ({ data }: { data: { readonly byteLength: number } }) => {
      arrived += data.byteLength
      if (arrived < request.length) return
      stream.removeEventListener('message', listener)
      resolve()
    }
    stream.addEventListener('message', listener)
    stream.send(request)
  })
}
