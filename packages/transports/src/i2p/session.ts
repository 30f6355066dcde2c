import type { Socket } from 'node:net'
import type { Unsubscribe } from '../unsubscribe.ts'
import { garlicAddress, nameOf } from './destination.ts'
import { NoI2pRouterError } from './errors.ts'
import { type Cancel, type SamPlace, SamSocket } from './sam-socket.ts'

export interface I2pOptions {
  /** Where the router's SAM bridge is. @default 127.0.0.1:7656 */
  sam?: Partial<SamPlace>
  /** What an earlier session's `keys` were: with them it has the same name again. @default new ones, forgotten at the end */
  keys?: string
  /** Peers on each of the ways in and out. Fewer are quicker, and hide less. @default 3, as I2P itself */
  hops?: number
  /** Ways in, and out, at once. @default 3 */
  tunnels?: number
  /** Lines about the router: gone, back again. @default nobody reads them */
  onLog?: (line: string) => void
  /** Ends the wait for the first tunnels, which takes from seconds to minutes. */
  signal?: AbortSignal
}

export type StreamListener = (socket: Socket, destination: string) => void

/** A place of ours in I2P. It outlives its router: one that comes back is told of it again. */
export interface I2p {
  /** What others look for, such as `….b32.i2p`. */
  readonly name: string
  /** The same as libp2p writes it: `/garlic32/…`. */
  readonly address: string
  /** Keep them as you keep a key: whoever has them is reached under this name. */
  readonly keys: string
  /** Opens a stream to a name or a destination. */
  connect(target: string, options?: Cancel): Promise<Socket>
  /** Takes streams from others, until it is undone. One listener at a time. */
  onStream(listener: StreamListener): Unsubscribe
  close(): Promise<void>
}

// Ed25519, of which no router is too old.
const SIGNATURE = 'SIGNATURE_TYPE=7'
// A router that restarts takes seconds to minutes.
const FIRST_RETRY_MS = 500
const MAX_RETRY_MS = 30_000
// From when the router says that a stream is there until it says whose: it says both at once.
const NAMES_WITHIN_MS = 10_000

/** Asks the local router for a place in I2P; resolves once it is made. */
export async function openI2p(options: I2pOptions = {}): Promise<I2p> {
  const { sam = {}, hops = 3, tunnels = 3, onLog = () => {}, signal } = options
  const place = { host: sam.host ?? '127.0.0.1', port: sam.port ?? 7656 }
  const keys = options.keys ?? (await makeKeys(place, signal))
  const lengths = `inbound.length=${hops} outbound.length=${hops} inbound.quantity=${tunnels} outbound.quantity=${tunnels}`
  const wanted = `DESTINATION=${keys} ${lengths} i2cp.leaseSetEncType=4`
  const first = await createSession(place, wanted, signal)
  const session = new I2pSession({ place, wanted, keys, onLog, first })
  session.keep()
  return session
}

async function makeKeys(place: SamPlace, signal: AbortSignal | undefined): Promise<string> {
  const sam = await SamSocket.open(place, { signal })
  try {
    sam.socket.write(`DEST GENERATE ${SIGNATURE}\n`)
    const keys = /\bPRIV=(\S+)/.exec(await sam.line({ signal }))?.[1]
    if (keys === undefined) throw new NoI2pRouterError(`${place.host}:${place.port}`)
    return keys
  } finally {
    sam.socket.destroy()
  }
}

interface Made {
  readonly id: string
  readonly name: string
  readonly control: SamSocket
}

async function createSession(place: SamPlace, wanted: string, signal: AbortSignal | undefined): Promise<Made> {
  const control = await SamSocket.open(place, { signal })
  try {
    const id = `hydra-${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex')}`
    await control.ask('make a session', `SESSION CREATE STYLE=STREAM ID=${id} ${wanted}`, { signal })
    const values = await control.ask('tell our name', 'NAMING LOOKUP NAME=ME', { signal })
    return { id, name: nameOf(values.get('VALUE') ?? ''), control }
  } catch (error) {
    control.socket.destroy()
    throw error
  }
}

interface SessionInit {
  readonly place: SamPlace
  readonly wanted: string
  readonly keys: string
  readonly onLog: (line: string) => void
  readonly first: Made
}

class I2pSession implements I2p {
  readonly name: string
  readonly address: string
  readonly keys: string
  readonly #init: SessionInit
  readonly #closing = new AbortController()
  #current: Made | undefined
  #listener: StreamListener | undefined
  #accepting: SamSocket | undefined

  constructor(init: SessionInit) {
    this.#init = init
    this.#current = init.first
    this.keys = init.keys
    this.name = `${init.first.name}.b32.i2p`
    this.address = garlicAddress(init.first.name)
  }

  async connect(target: string, { signal }: Cancel = {}): Promise<Socket> {
    const { place } = this.#init
    const current = this.#current
    if (current === undefined) throw new NoI2pRouterError(`${place.host}:${place.port}`)
    const sam = await SamSocket.open(place, { signal })
    try {
      const isName = target.endsWith('.i2p')
      const found = isName ? await sam.ask(`find ${target}`, `NAMING LOOKUP NAME=${target}`, { signal }) : undefined
      const destination = found?.get('VALUE') ?? target
      await sam.ask('connect', `STREAM CONNECT ID=${current.id} DESTINATION=${destination} SILENT=false`, { signal })
      return sam.socket
    } catch (error) {
      sam.socket.destroy()
      throw error
    }
  }

  onStream(listener: StreamListener): Unsubscribe {
    this.#listener = listener
    if (this.#current) void this.#accept(this.#current)
    return () => {
      if (this.#listener !== listener) return
      this.#listener = undefined
      this.#accepting?.socket.destroy()
    }
  }

  /** Makes the session anew whenever the router lets it go. */
  keep(): void {
    const control = this.#current?.control.socket
    if (control === undefined) return
    control.resume()
    control.once('close', () => {
      this.#current = undefined
      this.#accepting?.socket.destroy()
      if (this.#closing.signal.aborted) return
      this.#init.onLog('the I2P router is gone; it is looked for until it is back')
      void this.#again()
    })
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('This place in I2P was given up.'))
    this.#listener = undefined
    this.#accepting?.socket.destroy()
    this.#current?.control.socket.destroy()
    this.#current = undefined
  }

  async #again(): Promise<void> {
    const { signal } = this.#closing
    for (let wait = FIRST_RETRY_MS; !signal.aborted; wait = Math.min(MAX_RETRY_MS, wait * 2)) {
      await pause(wait, signal)
      const made = await createSession(this.#init.place, this.#init.wanted, signal).catch(() => undefined)
      if (made === undefined) continue
      if (signal.aborted) return void made.control.socket.destroy()
      this.#current = made
      this.keep()
      this.#init.onLog('the I2P router is back')
      void this.#accept(made)
      return
    }
  }

  /** One stream after the other: the router keeps those that come between two of our calls. */
  async #accept(current: Made): Promise<void> {
    const isWanted = (): boolean => this.#listener !== undefined && this.#current === current
    let wait = FIRST_RETRY_MS
    while (isWanted()) {
      try {
        await this.#acceptOne(current)
        wait = FIRST_RETRY_MS
      } catch (error) {
        if (!isWanted()) return
        this.#init.onLog(`a stream of I2P could not be taken: ${error instanceof Error ? error.message : error}`)
        await pause(wait, this.#closing.signal)
        wait = Math.min(MAX_RETRY_MS, wait * 2)
      }
    }
  }

  async #acceptOne({ id }: Made): Promise<void> {
    const { signal } = this.#closing
    const sam = await SamSocket.open(this.#init.place, { signal })
    this.#accepting = sam
    try {
      await sam.ask('take streams', `STREAM ACCEPT ID=${id} SILENT=false`, { signal })
      await readable(sam.socket)
      const line = await sam.line({ signal: AbortSignal.any([signal, AbortSignal.timeout(NAMES_WITHIN_MS)]) })
      const [destination = ''] = line.split(' ')
      if (this.#listener) this.#listener(sam.socket, destination)
      else sam.socket.destroy()
    } catch (error) {
      sam.socket.destroy()
      throw error
    }
  }
}

/** Waits for the first byte, as long as it takes. */
function readable(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onClose = (): void => reject(new Error('The router hung up.'))
  socket.once('close', onClose)
  socket.once('readable', resolve)
  return promise.finally(() => socket.off('close', onClose))
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = (): void => resolve()
  const timer = setTimeout(end, ms)
  signal.addEventListener('abort', end)
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  })
}
