import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** As much of an I2P router as its SAM bridge shows: streams lead to whoever else has a session here. */
export interface FakeRouter {
  readonly port: number
  /** What is answered from now on where the topic comes up, such as `SESSION STATUS`: a line, or nothing and the end. */
  answers(topic: string, answer: string | undefined): void
  /** Ends every connection, as a router does that is killed. */
  die(): Promise<void>
  /** Comes back on the same port, and knows nobody. */
  revive(): Promise<void>
  close(): Promise<void>
}

interface Session {
  readonly destination: string
  readonly accepting: Socket[]
  readonly waiting: { readonly from: string; readonly socket: Socket }[]
}

const DESTINATION_CHARACTERS = 524

export async function startFakeRouter(): Promise<FakeRouter> {
  const sessions = new Map<string, Session>()
  const answers = new Map<string, string | undefined>()
  const sockets = new Set<Socket>()
  let server: Server = await listen(0)
  const { port } = server.address() as AddressInfo

  async function listen(at: number): Promise<Server> {
    const made = createServer((socket) => void serve(socket)).listen(at, '127.0.0.1')
    await once(made, 'listening')
    return made
  }

  async function serve(socket: Socket): Promise<void> {
    sockets.add(socket)
    let [session, text]: [Session | undefined, string] = [undefined, '']
    socket.on('error', () => {})
    socket.once('close', () => {
      sockets.delete(socket)
      for (const [id, each] of sessions) if (each === session) sessions.delete(id)
    })
    const onData = (bytes: Buffer): void => {
      text += bytes.toString('latin1')
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 1)
        if (line.startsWith('STREAM')) socket.off('data', onData)
        session = answer(socket, line) ?? session
      }
    }
    socket.on('data', onData)
  }

  function answer(socket: Socket, line: string): Session | undefined {
    const [noun = '', verb = ''] = line.split(' ')
    const value = (name: string): string => new RegExp(`\\b${name}=(\\S+)`).exec(line)?.[1] ?? ''
    const topic = { HELLO: 'HELLO REPLY', SESSION: 'SESSION STATUS', NAMING: 'NAMING REPLY', DEST: 'DEST REPLY' }[noun]
    const said = topic ?? 'STREAM STATUS'
    if (answers.has(said)) {
      const planted = answers.get(said)
      if (planted === undefined) socket.destroy()
      else inPieces(socket, `${planted}\n`)
      return undefined
    }
    if (noun === 'HELLO') inPieces(socket, 'HELLO REPLY RESULT=OK VERSION=3.1\n')
    if (noun === 'DEST') inPieces(socket, `DEST REPLY PUB=x PRIV=${garlic64(randomBytes(646))}\n`)
    if (noun === 'SESSION') return create(socket, value('ID'), value('DESTINATION'))
    if (noun === 'NAMING') inPieces(socket, `NAMING REPLY ${found(socket, value('NAME'))}\n`)
    if (verb === 'CONNECT') connect(socket, value('ID'), value('DESTINATION'))
    if (verb === 'ACCEPT') accept(socket, value('ID'))
    return undefined
  }

  const ofSocket = new WeakMap<Socket, Session>()

  function create(socket: Socket, id: string, keys: string): Session | undefined {
    const destination = keys.slice(0, DESTINATION_CHARACTERS)
    if ([...sessions.values()].some((each) => each.destination === destination)) {
      inPieces(socket, 'SESSION STATUS RESULT=DUPLICATED_DEST\n')
      return undefined
    }
    const session = { destination, accepting: [], waiting: [] }
    sessions.set(id, session)
    ofSocket.set(socket, session)
    inPieces(socket, `SESSION STATUS RESULT=OK DESTINATION=${keys}\n`)
    return session
  }

  function found(socket: Socket, name: string): string {
    const all = [...sessions.values()]
    const session = name === 'ME' ? ofSocket.get(socket) : all.find((each) => nameOf(each.destination) === name)
    return session ? `RESULT=OK NAME=${name} VALUE=${session.destination}` : `RESULT=KEY_NOT_FOUND NAME=${name}`
  }

  function connect(socket: Socket, id: string, destination: string): void {
    const from = sessions.get(id)
    const target = [...sessions.values()].find((each) => each.destination === destination)
    if (!from || !target) return inPieces(socket, 'STREAM STATUS RESULT=CANT_REACH_PEER MESSAGE="no lease set"\n')
    socket.write('STREAM STATUS RESULT=OK\n')
    const next = target.accepting.shift()
    if (next) join(next, socket, from.destination)
    else target.waiting.push({ from: from.destination, socket })
  }

  function accept(socket: Socket, id: string): void {
    const session = sessions.get(id)
    if (!session) return inPieces(socket, 'STREAM STATUS RESULT=INVALID_ID\n')
    socket.write('STREAM STATUS RESULT=OK\n')
    const next = session.waiting.shift()
    if (next) join(socket, next.socket, next.from)
    else session.accepting.push(socket)
  }

  async function end(): Promise<void> {
    server.close()
    for (const socket of sockets) socket.destroy()
    sessions.clear()
  }

  return {
    port,
    answers: (topic, planted) => void answers.set(topic, planted),
    die: end,
    async revive() {
      answers.clear()
      server = await listen(port)
    },
    close: end,
  }
}

/** The other end's name and its first bytes in one piece, as they may come. */
function join(accepting: Socket, connecting: Socket, from: string): void {
  const first = connecting.read() as Buffer | null
  accepting.write(Buffer.concat([Buffer.from(`${from} FROM_PORT=0 TO_PORT=0\n`), first ?? Buffer.alloc(0)]))
  accepting.pipe(connecting).on('error', () => accepting.destroy())
  connecting.pipe(accepting).on('error', () => connecting.destroy())
  accepting.once('close', () => connecting.destroy())
  connecting.once('close', () => accepting.destroy())
}

function inPieces(socket: Socket, line: string): void {
  socket.write(line.slice(0, 5))
  setTimeout(() => socket.destroyed || socket.write(line.slice(5)), 1)
}

function garlic64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '~')
}

function nameOf(destination: string): string {
  const bytes = Buffer.from(destination.replaceAll('-', '+').replaceAll('~', '/'), 'base64')
  return `${base32(createHash('sha256').update(bytes).digest())}.b32.i2p`
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}
