import type { Libp2p, Stream } from '@libp2p/interface'
import type { AbstractStream } from '@libp2p/utils'
import { createLibp2p } from 'libp2p'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { receive, send } from './paced-stream.ts'
import { memoryTransports } from './presets/memory-transports.ts'

const PROTOCOL = '/hydra/test/1.0.0'
const PIECE = new Uint8Array(65_536).map((_, i) => i)

describe('a paced stream', () => {
  let [writing, reading]: Libp2p[] = []
  let writer: Stream
  let reader: Stream
  beforeEach(async () => {
    const name = crypto.randomUUID()
    reading = await createLibp2p(memoryTransports({ listen: [`/memory/${name}`] }))
    writing = await createLibp2p(memoryTransports())
    const accepted = Promise.withResolvers<Stream>()
    await reading.handle(PROTOCOL, (stream) => accepted.resolve(stream))
    writer = await openStream()
    reader = await accepted.promise
  })
  const openStream = async () => (writing as Libp2p).dialProtocol(reading?.getMultiaddrs() ?? [], PROTOCOL)

  afterEach(async () => {
    writer.abort(new Error('the test is over'))
    await Promise.all([writing?.stop(), reading?.stop()])
  })

  it('carries every byte, in order, to the end', async () => {
    const sending = (async () => {
      for (let i = 0; i < 100; i++) await send(writer, PIECE)
      await writer.close()
    })()
    let received = 0
    let wrong = 0
    for await (const bytes of receive(reader)) {
      for (const byte of bytes) if (byte !== PIECE[received++ % PIECE.length]) wrong++
    }
    await sending
    expect({ received, wrong }).toEqual({ received: 100 * PIECE.length, wrong: 0 })
  })

  it('holds the writer to a few windows while the reader is busy, for as long as it takes', async () => {
    let sent = 0
    const stop = new AbortController()
    const sending = (async () => {
      for (;;) {
        await send(writer, PIECE, { signal: stop.signal })
        sent += PIECE.length
      }
    })()
    sending.catch(() => undefined)
    let received = 0
    let ahead = 0
    for await (const bytes of receive(reader)) {
      received += bytes.length
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 0))
      ahead = Math.max(ahead, sent - received)
      if (received > 16 * 1024 ** 2) break
    }
    stop.abort(new Error('enough'))
    await expect(sending).rejects.toThrow('enough')
    expect(ahead).toBeLessThan(4 * 1024 ** 2)
  })

  it('is needed: a libp2p stream that is iterated reads ahead of a busy loop without bound', async () => {
    const busy = Promise.withResolvers<void>()
    const looping = (async () => {
      for await (const _ of reader) await busy.promise
    })()
    for (let i = 0; i < 400; i++) await send(writer, PIECE)
    expect(writer.writableNeedsDrain).toBe(false)
    busy.resolve()
    await writer.close()
    await looping
  })

  it('is needed: the onDrain of libp2p waits once and never again', async () => {
    reader.pause()
    while (writer.send(PIECE));
    reader.resume()
    await writer.onDrain()
    reader.pause()
    while (writer.send(PIECE));
    await writer.onDrain()
    expect(writer.writableNeedsDrain).toBe(true)
  })

  it('tells the writer when the reader resets, and the reader when the writer does', async () => {
    const flood = (async () => {
      for (;;) await send(writer, PIECE)
    })()
    flood.catch(() => undefined)
    const reading = (async () => {
      for await (const _ of receive(reader)) reader.abort(new Error('no more'))
    })()
    await expect(reading).rejects.toThrow('no more')
    await expect(flood).rejects.toThrow()
  })

  it('tells the end that the writer meant from a connection that went away', async () => {
    const readAll = async () => {
      for await (const _ of receive(reader));
    }
    const end = readAll()
    await writer.close()
    await end
    const second = await openStream()
    const cut = (async () => {
      for await (const _ of receive(second));
    })()
    // What a muxer does to its streams when the connection below is gone.
    ;(second as AbstractStream).onTransportClosed()
    await expect(cut).rejects.toMatchObject({ name: 'StreamCutError' })
  })

  it('gives up waiting when told to, on either side', async () => {
    const waiting = receive(reader, { signal: AbortSignal.abort(new Error('stop')) }).next()
    await expect(waiting).rejects.toThrow('stop')
    await expect(send(writer, PIECE, { signal: AbortSignal.abort(new Error('halt')) })).rejects.toThrow('halt')
  })
})
