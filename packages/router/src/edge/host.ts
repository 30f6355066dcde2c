import { type KeyPair, type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { sha256 } from '../hash.ts'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { bucketOf, type ServiceId, serviceId } from '../announcement.ts'
import { AEAD_TAG_BYTES, envelopeParts, readEnvelope, readStamp, stampChallenge } from '../envelope.ts'
import { type Reason, sealedBytes } from '../frame.ts'
import { REPLY_PURPOSE, replyStatement } from '../replies.ts'
import type { Puzzle } from '../puzzle.ts'
import type { Handler } from '../router.ts'
import type { Clock } from '../time.ts'
import { CELL_HEAD_BYTES, decodeCell, encodeCell } from './cell.ts'
import { createDone, type Done } from './done.ts'
import { FULL_BYTES, SMALL_FRAMES } from './end-stream.ts'
import { Execution } from './execution.ts'
import { decodeOpening } from './opening.ts'
import type { Channel } from './port.ts'
import type { Pool } from './pool.ts'
import { createSeals, SEAL_PURPOSE, type Seals } from './seals.ts'
import { noTail, type Tail, type Tails } from './tail.ts'
import { worthSending } from './worth-sending.ts'

export interface HostingOptions {
  puzzle: Puzzle
  /** The service is asked more than it can serve, or no longer. */
  onPrice: (key: PublicKey, bits: number) => void
  clock: Clock
  pool: Pool
  tails: Tails
}

export interface Service {
  readonly key: KeyPair
  readonly handler: Handler
  readonly maxConcurrent: number
  readonly hidden: boolean
}

/** The services that this peer hosts. */
export interface Hosting {
  add(service: Service): () => void
  /** A request came home. */
  open(channel: Channel, envelope: Uint8Array): void
  close(): void
}

interface Hosted extends Service {
  /** Those that are not at their end, by what makes a request the same on every try. */
  readonly executions: Map<string, Execution>
  readonly done: Done
  running: number
  readonly waiting: (() => void)[]
  /** Bits of work that are asked of a request that begins. */
  price: number
  /** From when on: askers hear of a new price first. */
  pricedFrom: number
}

/** Requests being unsealed at once: it costs a curve multiplication each, which anyone can cause. */
const MAX_OPENING = 64
/** Requests of a service that are not at their end: as many as eight busy neighbours may bring. */
const MAX_EXECUTIONS = 2_048
/** How long a broken stream may be taken up again. */
const RESUME_MS = 30_000

/** Asked while requests wait for their turn, until none is left: some 70 ms of a tab's time for each. */
const PRICE_BITS = 16
/** How long an announcement may take to everyone. */
const PRICE_NOTICE_MS = 5_000

export function createHosting({ clock, pool, puzzle, onPrice, tails }: HostingOptions): Hosting {
  const services = new Map<ServiceId, Hosted>()
  let opening = 0

  async function accept(channel: Channel, envelope: Uint8Array, hosted: Hosted, tail: Tail): Promise<void> {
    const { head, encapsulated, sealed } = envelopeParts(envelope)
    const secret = await hosted.key.decapsulate(SEAL_PURPOSE, encapsulated)
    const seals = createSeals(secret, 'host')
    const plain = seals.open(sealed, head)
    const [request, start] = await decodeOpening(plain, head)
    const cell = decodeCell(plain.subarray(start))
    if (hosted.done.has(request.once)) return refuse(channel, tail, 'broken')
    const execution = hosted.executions.get(request.once) ?? begin(hosted, request.once, request.caller)
    if (!execution) return refuse(channel, tail, 'busy')
    execution.arrive(channel, cell, request.offset)
    // The reply is made when it is due: by then it may hold all of the answer.
    tail.whole(() => {
      answer(execution, cell.received).catch(() => channel.close('broken'))
    })

    async function answer(execution: Execution, from: number): Promise<void> {
      // The rest of a request that did not fit comes once it hears from us.
      if (execution.stream.isRead) await worthSending(execution.stream, clock)
      if (!execution.awaits(channel)) return channel.close('broken')
      execution.attach(channel, await reply(execution, hosted.key, envelope, seals, from), seals, tail)
    }
  }

  /** No sooner than an answer would come, or whoever brings rubbish would see that it went no further. */
  function refuse(channel: Channel, tail: Tail, reason: Reason): void {
    tail.whole(() => channel.close(reason))
  }

  async function reply(execution: Execution, key: KeyPair, envelope: Uint8Array, seals: Seals, from: number) {
    const size = execution.stream.waitingBytes > SMALL_FRAMES * FULL_BYTES ? 'large' : 'small'
    const plain = sealedBytes('reply', size) - AEAD_TAG_BYTES
    execution.stream.detach()
    execution.stream.resumeFrom(from)
    const cell = execution.stream.firstCell(plain - CELL_HEAD_BYTES)
    const sealed = seals.seal(encodeCell(cell, plain))
    const statement = replyStatement({ id: bytesToHex(sha256(envelope)), ...readEnvelope(envelope) }, sealed)
    return { kind: 'reply' as const, sealed, signature: await key.sign(REPLY_PURPOSE, statement) }
  }

  function begin(hosted: Hosted, once: string, caller: PublicKey | undefined): Execution | undefined {
    if (hosted.waiting.length >= hosted.maxConcurrent || hosted.executions.size >= MAX_EXECUTIONS) return undefined
    const execution = Execution.start({
      clock,
      pool,
      caller,
      handler: hosted.handler,
      resumeMs: RESUME_MS,
      turn: () => takeTurn(hosted),
      onDone: () => {
        const next = hosted.waiting.shift()
        if (next) next()
        else hosted.running--
        setPrice(hosted)
      },
      onOver: () => {
        hosted.executions.delete(once)
        hosted.done.add(once, clock.now())
      },
    })
    hosted.executions.set(once, execution)
    setPrice(hosted)
    return execution
  }

  function isPaid({ price, pricedFrom }: Hosted, envelope: Uint8Array): boolean {
    return clock.now() < pricedFrom || puzzle.check(stampChallenge(envelope), price, readStamp(envelope))
  }

  // Alike for everyone: a price of one's own would be a tag.
  function setPrice(hosted: Hosted): void {
    const price = hosted.waiting.length > 0 ? PRICE_BITS : hosted.running === 0 ? 0 : hosted.price
    if (price === hosted.price) return
    hosted.price = price
    hosted.pricedFrom = clock.now() + PRICE_NOTICE_MS
    onPrice(hosted.key.publicKey, price)
  }

  async function takeTurn(hosted: Hosted): Promise<void> {
    if (hosted.running < hosted.maxConcurrent) hosted.running++
    else await new Promise<void>((resolve) => hosted.waiting.push(resolve))
  }

  return {
    add(service) {
      const id = serviceId(publicKeyToBytes(service.key.publicKey))
      const asked = { executions: new Map(), done: createDone(), running: 0, waiting: [] }
      const hosted: Hosted = { ...service, ...asked, price: 0, pricedFrom: 0 }
      services.set(id, hosted)
      return () => {
        if (services.get(id) === hosted) services.delete(id)
        for (const execution of hosted.executions.values()) execution.abandon()
      }
    },
    open(channel, envelope) {
      const { service, expiry } = readEnvelope(envelope)
      const hosted = services.get(service)
      const tail = hosted?.hidden === false ? noTail : tails.of(hexToBytes(service), 'host')
      if (!hosted || expiry < bucketOf(clock.now())) return refuse(channel, tail, 'unreachable')
      if (opening >= MAX_OPENING) return refuse(channel, tail, 'busy')
      if (!isPaid(hosted, envelope)) return refuse(channel, tail, 'busy')
      opening++
      accept(channel, envelope, hosted, tail)
        // Bytes that were not sealed for us: the path changed them, or someone tries us out.
        .catch(() => refuse(channel, tail, 'broken'))
        .finally(() => opening--)
    },
    close() {
      for (const { executions } of services.values()) for (const execution of executions.values()) execution.abandon()
      services.clear()
    },
  }
}
