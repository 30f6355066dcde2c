import { type KeyPair, type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { bucketOf } from '../announcement.ts'
import type { Cryptography } from '../cryptography.ts'
import { joinBytes } from '../bytes.ts'
import { AEAD_TAG_BYTES, ENVELOPE_HEAD_BYTES, envelopeHead, stampChallenge, writeStamp } from '../envelope.ts'
import { type Label, type Reason, sealedBytes } from '../frame.ts'
import type { Puzzle } from '../puzzle.ts'
import type { Clock } from '../time.ts'
import { createCarrier } from './carrier.ts'
import { type Cell, CELL_HEAD_BYTES, decodeCell, encodeCell } from './cell.ts'
import type { EndStream } from './end-stream.ts'
import { encodeOpening, openingBytes } from './opening.ts'
import type { Channel, EdgePort, Outgoing } from './port.ts'
import { createSeals, SEAL_PURPOSE, type Seals } from './seals.ts'
import type { Tail } from './tail.ts'
import { worthSending } from './worth-sending.ts'

export interface AttemptOptions {
  port: EdgePort
  clock: Clock
  service: PublicKey
  stream: EndStream
  once: Uint8Array
  label: Label
  tail: Tail
  caller?: KeyPair | undefined
  cryptography: Cryptography
  puzzle: Puzzle
  /** Bits of work that the service asks for. */
  price: number
  /** How long to wait for the host's first frame. */
  patienceMs: number
  /** The path ended after the host had answered on it. */
  onBreak: (reason: Reason) => void
  onCell: (cell: Cell) => void
}

/** One try of a request over one path. */
export interface Attempt {
  /** Whether the host answered on this path, and why not. */
  readonly accepted: Promise<'accepted' | Reason | 'late'>
  close(): void
}

/** Seals the request anew, so that this try cannot be told to be the same as another, and sends it off. */
export async function startAttempt(options: AttemptOptions): Promise<Attempt> {
  const { service, stream, clock } = options
  const { encapsulated, secret } = await options.cryptography.encapsulate(service, SEAL_PURPOSE)
  const seals = createSeals(secret, 'asker')
  const head = envelopeHead(publicKeyToBytes(service), bucketOf(clock.now()) + 1, encapsulated)
  writeStamp(head, await options.puzzle.solve(stampChallenge(head), options.price))
  stream.resumeFrom(stream.unacknowledged)
  await worthSending(stream, clock)
  const [first, plain] = await firstBytes(options, head)
  const channel = options.port.open(options.label, joinBytes(head, seals.seal(plain, head)))
  return follow(options, channel, seals, first)
}

async function firstBytes(options: AttemptOptions, head: Uint8Array): Promise<[Cell, Uint8Array]> {
  const { stream, caller, once } = options
  const opening = await encodeOpening(once, stream.unacknowledged, head, caller)
  const plain = (size: 'small' | 'large') =>
    sealedBytes('open', size) - ENVELOPE_HEAD_BYTES - AEAD_TAG_BYTES - openingBytes(caller !== undefined)
  const size = stream.waitingBytes > plain('small') - CELL_HEAD_BYTES ? 'large' : 'small'
  const cell = stream.firstCell(plain(size) - CELL_HEAD_BYTES)
  return [cell, joinBytes(opening, encodeCell(cell, plain(size)))]
}

function follow(options: AttemptOptions, channel: Channel, seals: Seals, first: Cell): Attempt {
  const { stream, tail, clock } = options
  const { promise, resolve } = Promise.withResolvers<'accepted' | Reason | 'late'>()
  let accepted = false
  let closed = false

  const stopWaiting = clock.after(options.patienceMs, () => {
    resolve('late')
    closed = true
    // Not an orderly end: the host may be about to answer the next try.
    channel.close('broken')
  })

  function onFrame(frame: Outgoing): void {
    if (closed) return
    let cell: Cell
    try {
      cell = decodeCell(seals.open(frame.sealed))
    } catch {
      // Somebody on the path changed it.
      channel.close('broken')
      return onClose('broken')
    }
    if (frame.kind === 'reply') {
      stopWaiting()
      accepted = true
      stream.resumeFrom(cell.received, first.end)
      stream.attach(createCarrier(channel, seals))
      resolve('accepted')
    }
    options.onCell(cell)
  }

  function onClose(reason: Reason): void {
    if (closed) return
    closed = true
    stopWaiting()
    resolve(reason)
    if (accepted) options.onBreak(reason)
  }

  channel.listen({
    onFrame: (frame) => tail.whole(() => onFrame(frame)),
    onRoom: () => stream.pump(),
    onClose: (reason) => tail.whole(() => onClose(reason)),
    makeRoom: tail.first,
  })

  return {
    accepted: promise,
    close() {
      closed = true
      stopWaiting()
      channel.close('done')
    },
  }
}
