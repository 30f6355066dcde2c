import { Uint8ArrayList } from 'uint8arraylist'
import { addressGroup } from '../address-group.ts'
import type { RequestHandler, RequestOrigin } from '../request-handler.ts'
import { MalformedMessageError, ProtocolViolationError } from './errors.ts'
import type { SessionLimits } from './limits.ts'
import { Pulse } from './pulse.ts'
import { answer, answerPoll, answerStream, preflight, refuse } from './replies.ts'
import { ServerSession, type ServerEvents } from './server-session.ts'
import { decodeRequest, MAX_REQUEST_BYTES, type Request as Message } from './wire.ts'

// A session that ended is remembered for a moment, to answer the repeats of its last messages.
const AFTERLIFE_MS = 5_000
const SWEEP_MS = 2_000

export interface SessionsOptions {
  limits: SessionLimits
  maxSessions: number
  maxSessionsPerGroup: number
  /** A request was turned away. */
  onRefused?(status: number): void
  /** A client opened a session; what happens in it goes to the events returned. */
  onSession(session: ServerSession, origin: RequestOrigin): Pick<ServerEvents, 'deliver' | 'drain' | 'closed'>
}

export interface Sessions {
  readonly handler: RequestHandler
  /** Resets them all. */
  close(): void
}

interface Entry {
  readonly session: ServerSession
  readonly changes: Pulse
  readonly group: string
  seenAt: number
  /** Since when nobody reads its stream, though no newer one came. */
  cutAt?: number | undefined
}

/** The server of the HTTP transport, as a handler that anything may mount. */
export function createSessions(options: SessionsOptions): Sessions {
  const entries = new Map<string, Entry>()
  const { limits } = options
  const sweep = setInterval(() => sweepGone(entries, limits), Math.min(SWEEP_MS, limits.idleMs / 3))

  return {
    async handler(request, origin) {
      const response = await handle(request, origin)
      if (!response.ok) options.onRefused?.(response.status)
      return response
    },
    close() {
      clearInterval(sweep)
      for (const { session } of entries.values()) session.close(false)
      entries.clear()
    },
  }

  async function handle(request: Request, origin: RequestOrigin): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight()
    if (request.method !== 'POST') return refuse(405)
    const message = await readMessage(request)
    if (message === undefined) return refuse(400)
    const key = String.fromCharCode(...message.session)
    const entry = entries.get(key) ?? (message.kind === 'open' ? open(key, origin) : 404)
    if (typeof entry === 'number') return refuse(entry)
    entry.seenAt = performance.now()
    entry.cutAt = undefined
    return respond(entry, message, limits.pollMs)
  }

  function open(key: string, origin: RequestOrigin): Entry | 429 {
    const group = addressGroup(origin.remoteAddress)
    const living = [...entries.values()].filter(({ session }) => session.ended === undefined)
    const neighbours = living.filter((entry) => entry.group === group).length
    if (living.length >= options.maxSessions || neighbours >= options.maxSessionsPerGroup) return 429
    const changes = new Pulse()
    let events: ReturnType<SessionsOptions['onSession']> | undefined
    const session = new ServerSession(options.limits, {
      deliver: (bytes) => events?.deliver(bytes),
      drain: () => events?.drain(),
      closed: (clean) => events?.closed(clean),
      change: () => changes.beat(),
    })
    const entry = { session, changes, group, seenAt: performance.now() }
    entries.set(key, entry)
    events = options.onSession(session, origin)
    return entry
  }
}

async function respond(entry: Entry, message: Message, pollMs: number): Promise<Response> {
  const { session, changes } = entry
  try {
    if (!session.onRequest(message)) return refuse(409)
  } catch (error) {
    if (!(error instanceof ProtocolViolationError)) throw error
    session.close(false)
    return refuse(400)
  }
  if (session.ended === 'reset') return answer([{ kind: 'reset' }])
  if (session.ended === 'clean') return answer([session.state()])
  if (message.kind === 'stream')
    return answerStream(session, session.ticket, changes, () => (entry.cutAt = performance.now()))
  if (message.kind === 'poll') return answerPoll(session, session.ticket, changes, pollMs)
  return answer([session.state()])
}

function sweepGone(entries: Map<string, Entry>, { idleMs, cutMs }: SessionLimits): void {
  const now = performance.now()
  for (const [key, { session, seenAt, cutAt = Infinity }] of entries) {
    if (session.ended !== undefined && now - seenAt > AFTERLIFE_MS) entries.delete(key)
    else if (now - seenAt > idleMs || now - cutAt > cutMs) session.close(false)
  }
}

async function readMessage(request: Request): Promise<Message | undefined> {
  const pieces = new Uint8ArrayList()
  try {
    for await (const piece of request.body ?? []) {
      pieces.append(piece)
      if (pieces.byteLength > MAX_REQUEST_BYTES) return undefined
    }
    return decodeRequest(pieces.subarray())
  } catch (error) {
    if (error instanceof MalformedMessageError) return undefined
    throw error
  }
}
