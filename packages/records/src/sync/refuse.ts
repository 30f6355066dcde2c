import type { ByteStream } from '../byte-stream.ts'
import { BusyError } from '../errors.ts'
import { FrameStream } from './frame-stream.ts'

/** Tells a peer that this one has no time for it. */
export async function refuseBusy(stream: ByteStream): Promise<never> {
  await new FrameStream(stream).write({ type: 'refuse', reason: 'busy' })
  await stream.close()
  throw new BusyError()
}
