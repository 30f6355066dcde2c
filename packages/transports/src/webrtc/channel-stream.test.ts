import type { Logger } from '@libp2p/interface'
import { afterEach, describe, expect, it } from 'vitest'
import { receive, send } from '../paced-stream.ts'
import { ChannelStream } from './channel-stream.ts'
import { encodeChannelMessage } from './message.ts'
import { channelPair, type TestChannel } from './testing/channel-pair.ts'

const MIB = 1024 ** 2
const PIECE = new Uint8Array(65_536).map((_, i) => i)
const nothing = () => undefined
const silent: Logger = Object.assign(nothing, {
  error: nothing,
  trace: nothing,
  enabled: false,
  newScope: () => silent,
})
const open: ChannelStream[] = []

afterEach(() => {
  for (const stream of open.splice(0)) stream.abort(new Error('the test is over'))
})

function streamOn(channel: TestChannel): ChannelStream {
  const stream = new ChannelStream({
    channel: channel as unknown as RTCDataChannel,
    direction: 'outbound',
    log: silent,
  })
  open.push(stream)
  return stream
}

function streamPair(): { writer: ChannelStream; reader: ChannelStream; channels: [TestChannel, TestChannel] } {
  const channels = channelPair()
  return { writer: streamOn(channels[0]), reader: streamOn(channels[1]), channels }
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 0))
}

/** Writes until it is stopped by back pressure for a hundred turns; tells how far it came. */
async function writeWithoutReader(stream: ChannelStream): Promise<number> {
  let written = 0
  const writing = (async () => {
    for (;;) {
      await send(stream, PIECE)
      written += PIECE.length
    }
  })()
  writing.catch(() => undefined)
  for (let before = -1; before < written; await turns(100)) before = written
  return written
}

describe('a stream on a data channel', () => {
  it('carries every byte, in order, to the end', async () => {
    const { writer, reader } = streamPair()
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

  it('stops the writer of a paused reader at the window, and lets it go on when the reader does', async () => {
    const { writer, reader } = streamPair()
    reader.pause()
    const written = await writeWithoutReader(writer)
    expect(written).toBeLessThan(2 * MIB)
    expect(reader.readBufferLength).toBeLessThanOrEqual(MIB)
    let received = 0
    for await (const bytes of receive(reader)) {
      received += bytes.length
      if (received > 8 * MIB) break
    }
    expect([writer.status, reader.status]).toEqual(['open', 'open'])
  })

  it('writes to a peer that states no limit as libp2p does, whose reader is reset when it pauses', async () => {
    const [mine, theirs] = channelPair()
    theirs.deaf = true
    // The control of the test before: nothing but the stated limit holds a writer back.
    const writer = streamOn(mine)
    for (let i = 0; i < 128; i++) await send(writer, PIECE)
    const { reader, channels } = streamPair()
    reader.pause()
    for (let i = 0; i < 300; i++) channels[1].receive(encodeChannelMessage({ data: PIECE.subarray(0, 16_000) }))
    expect(reader.status).toBe('aborted')
  })

  it('resets a writer that ignores back pressure', async () => {
    const { writer, reader } = streamPair()
    reader.pause()
    await turns(2)
    expect(() => {
      for (let i = 0; i < 128; i++) writer.send(PIECE)
    }).toThrow()
    expect(writer.status).toBe('aborted')
  })

  it('tells a reader that is not done when the connection was cut', async () => {
    const { writer, reader, channels } = streamPair()
    await send(writer, PIECE)
    await turns(2)
    channels[1].shut()
    const reading = (async () => {
      for await (const _ of receive(reader));
    })()
    await expect(reading).rejects.toMatchObject({ name: 'StreamCutError' })
  })

  it('says that it is closed only when the other side has all of it', async () => {
    const { writer, reader, channels } = streamPair()
    await send(writer, PIECE)
    await writer.close()
    expect(reader.readBufferLength).toBe(PIECE.length)
    await reader.close()
    await turns(2)
    expect([writer.status, reader.status, channels[0].readyState]).toEqual(['closed', 'closed', 'closed'])
  })

  it('survives a channel that claims to be open and is not, as that of Node does for a moment', async () => {
    const { reader, channels } = streamPair()
    channels[1].send = () => {
      throw new Error('DataChannel is closed')
    }
    channels[1].receive(encodeChannelMessage({ flag: 'fin' }))
    expect(reader.remoteWriteStatus).toBe('closed')
  })

  it('fails to close when the other side is gone', async () => {
    const { writer, channels } = streamPair()
    channels[1].deaf = true
    const closing = writer.close()
    await turns(2)
    channels[0].shut()
    await expect(closing).rejects.toMatchObject({ name: 'StreamResetError' })
  })

  it('gives up closing when it is told to', async () => {
    const { writer, channels } = streamPair()
    channels[1].deaf = true
    const stop = new AbortController()
    const closing = writer.close({ signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(closing).rejects.toThrow('enough')
  })

  it('passes a reset on, and takes what comes after it for nothing', async () => {
    const { writer, reader } = streamPair()
    await turns(2)
    writer.abort(new Error('changed my mind'))
    await turns(2)
    expect(reader.status).toBe('reset')
  })

  it('is reset by bytes that are no messages', async () => {
    const { reader, channels } = streamPair()
    channels[1].receive(Uint8Array.of(0xff, 0xff, 0xff, 0xff))
    expect(reader.status).toBe('aborted')
    await turns(3)
    expect(channels[0].readyState).toBe('closed')
  })
})
