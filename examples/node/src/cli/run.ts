import { once } from 'node:events'
import { stderr, stdin, stdout } from 'node:process'
import { type Configuration, loadConfiguration } from '../config/configuration.ts'
import { askDaemon, findDaemon } from '../control/client.ts'
import { createCall, noInput } from './call.ts'
import type { Command, Here, Outputs, PeerCommand, Values } from './command.ts'
import { CommandError } from './errors.ts'
import { helpOf, overview } from './help.ts'
import { type Commands, parse } from './parse.ts'
import { createProgressBar } from './progress-bar.ts'

/** Runs one command line, and resolves to its exit code. */
export async function run(commands: Commands, argv: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    const { name, args, options } = parse(commands, argv)
    const command = name === undefined ? undefined : (commands[name] as Command)
    if (name === undefined || command === undefined) return await say(overview(commands, args[0]))
    if (options['help'] === true) return await say(helpOf(name, command))
    const configuration = loadConfiguration({ flags: options, environment: process.env })
    const here = createHere(commands, configuration, signal)
    const outputs =
      'local' in command
        ? command.local(here, createCall({ args, options, input: stdin, signal }))
        : here.ask(name, args, options, args.includes('-') || options['data-from'] === '-' ? stdin : noInput())
    await print(outputs, command, options['json'] === true)
    return 0
  } catch (error) {
    return failed(error, signal)
  }
}

async function say(text: string): Promise<number> {
  await write(`${text}\n`)
  return 0
}

function createHere(commands: Commands, configuration: Configuration, signal: AbortSignal): Here {
  return {
    configuration,
    commands,
    async *ask(name, args, options = {}, input = noInput()) {
      const daemon = await findDaemon(configuration.dataDir)
      if (daemon) yield* askDaemon(daemon, { command: name, args, options: sent(options), input, signal })
      else yield* embedded(commands[name] as PeerCommand, configuration, { args, options, input, signal })
    },
  }
}

/** What concerns this place alone stays here. */
function sent({ json: _json, data: _data, config: _config, ...options }: Values): Values {
  return options
}

async function* embedded(
  command: PeerCommand,
  configuration: Configuration,
  given: Parameters<typeof createCall>[0],
): Outputs {
  const { openNode } = await import('../node/open-node.ts')
  const node = await openNode(configuration, { port: 0, listen: ['loopback'] })
  try {
    yield* command.run(node, createCall(given))
  } finally {
    await node.close()
  }
}

async function print(outputs: Outputs, { text }: Command, asJson: boolean): Promise<void> {
  const bar = createProgressBar()
  try {
    for await (const output of outputs) {
      if ('progress' in output) {
        bar.show(output.progress)
        continue
      }
      bar.clear()
      if ('note' in output) stderr.write(`${output.note}\n`)
      else if ('bytes' in output) await write(output.bytes)
      else await write(`${asJson ? JSON.stringify(output.result) : text(output.result)}\n`)
    }
  } finally {
    bar.clear()
  }
}

async function write(text: string | Uint8Array): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain')
}

function failed(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return 130
  const { name, message } = error instanceof Error ? error : new CommandError(String(error))
  stderr.write(`✗ ${adviceOn(error) ?? message}\n`)
  return name === 'UsageError' || name === 'ConfigurationError' ? 2 : 1
}

/** Where a package's or the system's own words are for programmers, those for the command line. */
function adviceOn(error: unknown): string | undefined {
  const { name, code, path } = error as NodeJS.ErrnoException
  if (name === 'StoreLockedError') {
    return 'Another process has this data folder open, and does not take commands. Wait for it, or use --data DIR.'
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `${path ?? 'The data folder'} may not be written by you. Change its owner, or use --data DIR.`
  }
  if (code === 'ENOSPC') return 'The disk is full. Make room, or use --data DIR on another disk.'
  if (code === 'EEXIST' || code === 'ENOTDIR') return `${path} is a file, where a folder is needed. Use --data DIR.`
  return undefined
}
