import type { Stream } from '@libp2p/interface'
import { expect, it } from 'vitest'
import { receive, send } from '../paced-stream.ts'
import { withTwoPeers, type TwoPeers } from './testing/two-peers.ts'

const PROTOCOL = '/hydra/test/1.0.0'
const MIB = 1024 ** 2
const PIECE = new Uint8Array(65_536).map((_, i) => i)

async function openStream({ bob, dial }: TwoPeers): Promise<[Stream, Stream]> {
  const accepted = Promise.withResolvers<Stream>()
  await bob.handle(PROTOCOL, (stream) => accepted.resolve(stream))
  return [await (await dial()).newStream(PROTOCOL), await accepted.promise]
}

it('carries eight megabytes over WebRTC to a reader that paused until the writer could send no more', async () => {
  await withTwoPeers(async (peers) => {
    const [writer, reader] = await openStream(peers)
    let sent = 0
    const sending = (async () => {
      for (; sent < 8 * MIB; sent += PIECE.length) await send(writer, PIECE)
      await writer.close()
    })()
    reader.pause()
    for (let before = -1; before < sent; await new Promise((resolve) => setTimeout(resolve, 1_000))) before = sent
    let received = 0
    let wrong = 0
    for await (const bytes of receive(reader)) {
      for (const byte of bytes) if (byte !== PIECE[received++ % PIECE.length]) wrong++
    }
    await sending
    expect({ received, wrong }).toEqual({ received: 8 * MIB, wrong: 0 })
  })
})
