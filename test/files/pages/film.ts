import {
  BlobSource,
  BufferTarget,
  CanvasSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny'

const [WIDTH, HEIGHT, FRAMES, PER_SECOND] = [320, 240, 30, 30]

/** A film of about so many bytes: a second of noise, again and again. Its last frame is another second's than its first. */
export async function makeFilm(bytes: number, container: 'webm' | 'mp4'): Promise<Blob> {
  const second = await recordSecond()
  const input = new Input({ source: new BlobSource(second), formats: [WEBM] })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('Nothing was recorded.')
  const config = await track.getDecoderConfig()
  const packets: EncodedPacket[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet)
  const target = new BufferTarget()
  // The index at the end, as cameras write it: a player must seek before it plays.
  const format = container === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: false })
  const output = new Output({ format, target })
  const source = new EncodedVideoPacketSource('vp9')
  output.addVideoTrack(source)
  await output.start()
  const length = packets.length / PER_SECOND
  for (let round = 0, written = 0; written < bytes; round++) {
    for (const packet of packets) {
      const shifted = packet.clone({ timestamp: packet.timestamp + round * length })
      await source.add(shifted, { decoderConfig: config ?? undefined } as never)
      written += packet.byteLength
    }
  }
  await output.finalize()
  if (!target.buffer) throw new Error('Nothing was written.')
  return new Blob([target.buffer], { type: `video/${container}` })
}

async function recordSecond(): Promise<Blob> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser has no canvas.')
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const source = new CanvasSource(canvas, { codec: 'vp9', bitrate: 24_000_000, keyFrameInterval: 1 })
  output.addVideoTrack(source, { frameRate: PER_SECOND })
  await output.start()
  for (let frame = 0; frame < FRAMES; frame++) {
    const picture = context.createImageData(WIDTH, HEIGHT)
    for (let at = 0; at < picture.data.length; at += 65_536)
      crypto.getRandomValues(picture.data.subarray(at, at + 65_536))
    for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = 255
    context.putImageData(picture, 0, 0)
    await source.add(frame / PER_SECOND, 1 / PER_SECOND)
  }
  await output.finalize()
  if (!target.buffer) throw new Error('Nothing was recorded.')
  return new Blob([target.buffer])
}
