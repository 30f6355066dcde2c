import { request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Output, Values } from '../cli/command.ts'
import { writeHead } from './ask.ts'
import { type ControlFile, readControlFile } from './control-file.ts'
import { ConnectionLostError, DaemonError } from './errors.ts'
import { fromLines } from './lines.ts'
import { CONTROL } from './server.ts'

export interface Asked {
  readonly command: string
  readonly args: readonly string[]
  readonly options: Values
  readonly input: AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
}

/** The daemon of a folder, if it runs. What a killed one left is not mistaken for one. */
export async function findDaemon(dataDir: string): Promise<ControlFile | undefined> {
  const control = await readControlFile(dataDir)
  if (control === undefined) return undefined
  try {
    const signal = AbortSignal.timeout(5_000)
    const asked = await fetch(`${control.url}${CONTROL}id`, { headers: authorization(control), signal })
    await asked.body?.cancel()
    // Another program on that port, or another node, does not know the token.
    return asked.status === 405 ? control : undefined
  } catch {
    return undefined
  }
}

/** Runs a command in the daemon. `fetch` would give up on one that says nothing for five minutes. */
export async function* askDaemon(control: ControlFile, asked: Asked): AsyncGenerator<Output<unknown>> {
  const { signal, args, options, input } = asked
  const path = CONTROL + asked.command.split(' ').map(encodeURIComponent).join('/')
  const sent = request(control.url + path, { method: 'POST', headers: authorization(control), signal, agent: false })
  const sending = pipeline(Readable.from(whole(writeHead(args, options), input)), sent)
  // A command that ends without its input closes the way: the answer says why.
  sending.catch(() => undefined)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new DaemonError('DaemonError', `The daemon answered ${response.statusCode}.`)
  try {
    for await (const output of fromLines(response)) {
      if ('error' in output) throw new DaemonError(output.error.name, output.error.message)
      yield output
    }
  } catch (cause) {
    if (signal.aborted || !isReset(cause)) throw cause
    throw new ConnectionLostError({ cause })
  } finally {
    sent.destroy()
  }
}

async function* whole(head: Uint8Array, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  yield* input
}

function authorization({ token }: ControlFile): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
}
