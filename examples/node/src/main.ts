import { argv, env, stdout } from 'node:process'
import { openBrowser } from './open-browser.ts'
import { PortTakenError, start } from './start.ts'

const USAGE = `Usage: hydra start [--port NUMBER]

Runs a node and prints where it can be reached. Ctrl-C stops it.

Example: hydra start --port 4937`

const [command, ...args] = argv.slice(2)
if (command === 'start') await run(args)
else fail(USAGE, command === undefined || command === '--help' ? 0 : 2)

async function run(options: readonly string[]): Promise<void> {
  const port = portOf(options)
  try {
    const node = await start(port === undefined ? {} : { port })
    stdout.write(`\nHydra is ready at ${node.url}\nPress Ctrl-C to stop it.\n`)
    // Only where somebody can see it: a terminal, and a display.
    if (stdout.isTTY && !env['CI']) openBrowser(node.url)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void node.close())
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error
    fail(error.message, 1)
  }
}

function portOf(options: readonly string[]): number | undefined {
  if (options.length === 0) return undefined
  const port = Number(options[1])
  if (options[0] !== '--port' || options.length !== 2 || !Number.isInteger(port) || port < 0 || port > 65_535) {
    fail(`"${options.join(' ')}" is nothing that start understands.\n\n${USAGE}`, 2)
  }
  return port
}

function fail(message: string, exitCode: number): never {
  const stream = exitCode === 0 ? process.stdout : process.stderr
  stream.write(`${message}\n`)
  process.exit(exitCode)
}
