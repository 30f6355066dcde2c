#!/usr/bin/env node
import { argv } from 'node:process'
import { run } from './cli/run.ts'
import { commands } from './commands/index.ts'

// Who stops a node wants it gone: what is not closed by then is not waited for.
const STOPS_WITHIN_MS = 1_800

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping.abort(new Error('Stopped.'))
    setTimeout(() => process.exit(130), STOPS_WITHIN_MS).unref()
  })
}
process.exitCode = await run(commands, argv.slice(2), stopping.signal)
// Everything is closed and said. A timer that a library forgot (identify's push has one) is nothing to wait for.
setTimeout(() => process.exit(), 100).unref()
