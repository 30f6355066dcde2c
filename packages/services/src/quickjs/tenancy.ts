import type { Outlet } from './host-functions.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { createRealm, type End, type Realm } from './realm.ts'

/** To start may take this long: a framework is read and set up then. */
const START_CPU_MS = 1_000
// A guest asks for a few things at once; each costs the host a turn of its loop, and a loop of them would take all.
const MAX_ASKS_PER_CALL = 16
// Enough to find a fault by; a guest that logs in a loop must not keep the host busy.
const MAX_LINES_PER_TURN = 50
const MAX_LINE_CHARS = 2_000

// How the engine says that a limit was hit, where the guest's promises carry it to its answer. A guest that throws the
// same by itself only ends itself.
const ENDS: Readonly<Record<string, End>> = {
  'InternalError: interrupted': 'cpu',
  'InternalError: out of memory': 'memory',
}

type Started = Extract<ToWorker, { type: 'start' }>
type Settled = Extract<ToWorker, { type: 'settle' | 'refuse' }>
interface Call {
  cpuMs: number
  readonly asks: Set<number>
}

/** Deals with the host's messages, one after another, in the guest's thread. */
export function createTenancy(post: (message: FromWorker) => void): (message: ToWorker) => void {
  const calls = new Map<number, Call>()
  // What the guest says in one turn. It goes out once the turn is over, and not at all if that was its last.
  let said: FromWorker[] = []
  let lines = 0
  let asked = 0
  let realm: Realm | undefined
  let over: End | undefined

  const outlet: Outlet = {
    reply(call, head, body) {
      if (calls.delete(call)) said.push({ type: 'reply', call, head, body })
    },
    threw(call, reason) {
      over ??= endOf(reason, realm)
      if (calls.delete(call)) said.push({ type: 'threw', call, reason: reason.slice(0, MAX_LINE_CHARS) })
    },
    ask(call, kind, text, body) {
      const own = calls.get(call)
      if (!own) throw new Error('The request that this belongs to is over.')
      if (own.asks.size >= MAX_ASKS_PER_CALL)
        throw new Error(`A request may wait for ${MAX_ASKS_PER_CALL} things at once.`)
      own.asks.add(++asked)
      said.push({ type: 'ask', call, ask: asked, kind, text, body })
      return asked
    },
    log(line) {
      if (lines++ < MAX_LINES_PER_TURN) said.push({ type: 'log', line: line.slice(0, MAX_LINE_CHARS) })
    },
  }

  async function start({ source, memoryBytes, granted }: Started): Promise<void> {
    let by: 'guest' | 'sandbox' = 'sandbox'
    try {
      const made = await createRealm({ memoryBytes, granted, outlet })
      by = 'guest'
      made.load(source, START_CPU_MS)
      realm = made
      post({ type: 'started', memoryBytes: made.memoryBytes() })
    } catch (error) {
      post({ type: 'failed', by, reason: error instanceof Error ? error.message : String(error) })
    }
  }

  /** Gives the guest a turn, and takes the time off what its call has left. */
  function turn(call: Call, run: (realm: Realm, cpuMs: number) => End | undefined): void {
    if (!realm) return
    lines = 0
    const before = performance.now()
    const end = run(realm, call.cpuMs) ?? over
    const cpuMs = performance.now() - before
    call.cpuMs -= cpuMs
    const out: FromWorker[] = end
      ? [{ type: 'end', end }]
      : [{ type: 'turn', cpuMs, memoryBytes: realm.memoryBytes() }, ...said]
    said = []
    for (const message of out) post(message)
  }

  function settle(message: Settled): void {
    const call = calls.get(message.call)
    // What a request left behind when it was answered is not gone on with.
    if (!call?.asks.delete(message.ask)) return post({ type: 'turn', cpuMs: 0, memoryBytes: realm?.memoryBytes() ?? 0 })
    turn(call, (realm, cpuMs) =>
      message.type === 'settle'
        ? realm.turn(cpuMs, 'settle', message.ask, message.text, message.body?.buffer)
        : realm.turn(cpuMs, 'refuse', message.ask, message.reason),
    )
  }

  return (message) => {
    if (message.type === 'start') {
      void start(message)
    } else if (message.type === 'call') {
      const call = { cpuMs: message.cpuMs, asks: new Set<number>() }
      calls.set(message.call, call)
      turn(call, (realm, cpuMs) => realm.turn(cpuMs, 'call', message.call, message.head, message.body?.buffer))
    } else if (message.type === 'forget') {
      calls.delete(message.call)
      const end = realm?.turn(START_CPU_MS, 'forget', message.call)
      if (end) post({ type: 'end', end })
    } else settle(message)
  }
}

/** Whether what a request failed with is a limit that was hit: the guest's promises carry it to the answer. */
function endOf(reason: string, realm: Realm | undefined): End | undefined {
  const [first = ''] = reason.split('\n', 1)
  // Where there is no memory left for an error, the engine throws null.
  return ENDS[first] ?? (first === 'null' && realm?.isFull() ? 'memory' : undefined)
}
