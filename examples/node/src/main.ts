import { argv, env, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { openBrowser } from './open-browser.ts'
import { type RunningNode, start } from './start.ts'

const USAGE = `Usage: npm start -- [--port NUMBER]

Runs a node and prints where it can be reached. Ctrl-C stops it.

  --port NUMBER   0 to 65535; 0 takes any free one (usually 4937)

Example: npm start -- --port 5000`

// Who stops a node wants it gone: what is not closed by then is not waited for.
const STOPS_WITHIN_MS = 1_500

const [command, ...args] = argv.slice(2)
if (command === 'start') await run(args)
else fail(USAGE, command === undefined || command === '--help' ? 0 : 2)

async function run(args: string[]): Promise<void> {
  const port = portOf(args)
  try {
    const node = await start(port === undefined ? {} : { port })
    if (node.takenPort !== undefined) stdout.write(`\nPort ${node.takenPort} is taken, so this node has another one.\n`)
    stdout.write(`\nHydra is ready at ${node.url}\n\nOther peers on this machine reach it at\n`)
    for (const address of node.addresses) stdout.write(`  ${address}\n`)
    stdout.write('\nPress Ctrl-C to stop it.\n')
    // Only where somebody can see it: a terminal, and a display.
    if (stdout.isTTY && !env['CI']) openBrowser(node.url)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(node))
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'PortUnavailableError') throw error
    fail(error.message, 1)
  }
}

function stop(node: RunningNode): void {
  setTimeout(() => process.exit(1), STOPS_WITHIN_MS).unref()
  void node.close().then(() => stdout.write('Stopped.\n'))
}

function portOf(args: string[]): number | undefined {
  try {
    const { values } = parseArgs({ args, options: { port: { type: 'string' }, help: { type: 'boolean' } } })
    if (values.help) fail(USAGE, 0)
    if (values.port === undefined) return undefined
    const port = Number(values.port)
    if (/^\d+$/.test(values.port) && port <= 65_535) return port
  } catch {
    // Said below, with the usage.
  }
  return fail(
    `"${args.join(' ')}" is nothing that start understands: it takes --port and a number from 0 to 65535.\n\n${USAGE}`,
    2,
  )
}

function fail(message: string, exitCode: number): never {
  const stream = exitCode === 0 ? process.stdout : process.stderr
  stream.write(`${message}\n`)
  process.exit(exitCode)
}
