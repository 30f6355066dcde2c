import { createCall } from '../cli/call.ts'
import type { Outputs, PeerCommand } from '../cli/command.ts'
import type { Commands } from '../cli/parse.ts'
import type { HydraNode } from '../node/open-node.ts'
import { type Sent, toLine } from './lines.ts'
import { readAsk } from './ask.ts'
import { bringsToken } from './token.ts'

/** The path that commands come to: `/control/files/add`. */
export const CONTROL = '/control/'

/**
 * Takes commands for a node from whoever has the token: `POST /control/<noun>/<verb>`, a line of JSON with `args` and
 * `options`, and what follows is standard input. The answer is lines of JSON.
 */
export function controlHandler(node: HydraNode, commands: Commands, token: string) {
  return async (request: Request): Promise<Response> => {
    if (!bringsToken(request, token)) return new Response('This takes the token of the node.\n', { status: 401 })
    const name = decodeURIComponent(new URL(request.url).pathname.slice(CONTROL.length)).replace('/', ' ')
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command === undefined || !('run' in command)) {
      return new Response(`There is no command "${name}" here.\n`, { status: 404 })
    }
    if (request.method !== 'POST') return new Response('Commands are posted.\n', { status: 405 })
    return new Response(
      streamOf((signal) => answers(node, command, request, signal), request.signal),
      {
        headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
      },
    )
  }
}

async function* answers(
  node: HydraNode,
  command: PeerCommand,
  { body }: Request,
  signal: AbortSignal,
): AsyncGenerator<Sent> {
  try {
    const { args, options, input } = await readAsk(body)
    const outputs: Outputs = command.run(node, createCall({ args, options, input, signal }))
    yield* outputs
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    yield { error: { name, message } }
  }
}

/** Lines as the reader takes them; a reader that leaves ends the command. */
function streamOf(open: (signal: AbortSignal) => AsyncGenerator<Sent>, gone: AbortSignal): ReadableStream<Uint8Array> {
  const leaving = new AbortController()
  const onGone = (): void => leaving.abort(gone.reason)
  gone.addEventListener('abort', onGone, { once: true })
  const lines = open(leaving.signal)
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await lines.next()
        if (!done) return controller.enqueue(toLine(value))
        gone.removeEventListener('abort', onGone)
        controller.close()
      },
      async cancel(reason) {
        leaving.abort(reason)
        await lines.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}
