import { argv, env, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { openBrowser } from './open-browser.ts'
import { start } from './start.ts'

const USAGE = `Usage: hydra start [--port NUMBER]

Runs a node and prints where it can be reached. Ctrl-C stops it.

Example: hydra start --port 4937`

const [command, ...args] = argv.slice(2)
if (command === 'start') await run(args)
else fail(USAGE, command === undefined || command === '--help' ? 0 : 2)

async function run(args: string[]): Promise<void> {
  const port = portOf(args)
  try {
    const node = await start(port === undefined ? {} : { port })
    stdout.write(`\nHydra is ready at ${node.url}\n\nOther peers reach it at\n`)
    for (const address of node.addresses) stdout.write(`  ${address}\n`)
    stdout.write('\nPress Ctrl-C to stop it.\n')
    // Only where somebody can see it: a terminal, and a display.
    if (stdout.isTTY && !env['CI']) openBrowser(node.url)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void node.close())
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'PortUnavailableError') throw error
    fail(error.message, 1)
  }
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
  return fail(`"${args.join(' ')}" is nothing that start understands.\n\n${USAGE}`, 2)
}

function fail(message: string, exitCode: number): never {
  const stream = exitCode === 0 ? process.stdout : process.stderr
  stream.write(`${message}\n`)
  process.exit(exitCode)
}
