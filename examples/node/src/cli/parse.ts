import { resolve } from 'node:path'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { flagOf, SETTINGS, type SettingName } from '../config/settings.ts'
import type { Command, Option, Values } from './command.ts'
import { UsageError } from './errors.ts'

export const GLOBAL: Readonly<Record<string, Option>> = {
  json: { type: 'flag', about: 'results as lines of JSON' },
  data: { type: 'text', value: 'DIR', about: 'the folder of the node' },
  config: { type: 'text', value: 'FILE', about: 'the configuration file' },
  help: { type: 'flag', about: 'this text' },
}

export type Commands = Readonly<Record<string, Command>>

export interface Parsed {
  /** Its name, such as `files add`; undefined where there is none of that name. */
  readonly name: string | undefined
  readonly args: readonly string[]
  readonly options: Values
}

/** Reads a command line by the table of commands. Throws `UsageError`. */
export function parse(commands: Commands, argv: readonly string[]): Parsed {
  const name = nameIn(commands, argv)
  if (name === undefined) return withoutCommand(commands, argv)
  const command = commands[name] as Command
  const rest = withoutWords(argv, name.split(' '))
  const { values, positionals } = read(rest, optionsOf(command), `hydra ${name}`)
  if (values['help'] !== true) checkCount(name, command.args ?? [], positionals.length)
  return { name, ...withWholePaths(command, positionals, values) }
}

function withWholePaths({ args = [], paths = [] }: Command, positionals: readonly string[], values: Values) {
  const whole = (path: string): string => (path === '-' ? path : resolve(path))
  const isPath = (at: number): boolean => paths.includes((args[at] ?? args.at(-1) ?? '').replaceAll(/[^\w-]/g, ''))
  const options = Object.entries(values).map(([name, value]) => {
    if (!paths.includes(name) || typeof value === 'boolean' || value === undefined) return [name, value]
    return [name, typeof value === 'string' ? whole(value) : value.map(whole)]
  })
  return {
    args: positionals.map((text, at) => (isPath(at) ? whole(text) : text)),
    options: Object.fromEntries(options) as Values,
  }
}

/** All that a command understands, its own options first. */
export function optionsOf({ options = {}, settings }: Pick<Command, 'options' | 'settings'>): Record<string, Option> {
  return { ...options, ...(settings ? settingFlags() : {}), ...GLOBAL }
}

function settingFlags(): Record<string, Option> {
  const names = Object.keys(SETTINGS) as SettingName[]
  return Object.fromEntries(
    names.flatMap((name) => {
      const { about, kind } = SETTINGS[name]
      const value = kind.value === undefined ? {} : { value: kind.value }
      return kind.flag === undefined ? [] : [[flagOf(name), { type: kind.flag, about, ...value }]]
    }),
  )
}

/** The longest command that the first words name. Options may stand before them. */
function nameIn(commands: Commands, argv: readonly string[]): string | undefined {
  const words = wordsOf(argv)
  return [words.slice(0, 2).join(' '), words[0] ?? ''].find((name) => Object.hasOwn(commands, name))
}

function wordsOf(argv: readonly string[]): string[] {
  const takesValue = (option: string): boolean => option === '--data' || option === '--config'
  return argv.filter((word, at) => !word.startsWith('-') && !takesValue(argv[at - 1] ?? ''))
}

function withoutWords(argv: readonly string[], words: readonly string[]): string[] {
  const rest = [...argv]
  for (const word of words) rest.splice(rest.indexOf(word), 1)
  return rest
}

function withoutCommand(commands: Commands, argv: readonly string[]): Parsed {
  const words = wordsOf(argv)
  const isNoun = Object.keys(commands).some((name) => name.startsWith(`${words[0]} `))
  if (words.length === 0 || (isNoun && words.length === 1))
    return { name: undefined, args: words, options: { help: true } }
  const wanted = words.slice(0, isNoun ? 2 : 1).join(' ')
  const near = Object.keys(commands).filter((name) => name.startsWith(isNoun ? `${words[0]} ` : wanted.slice(0, 2)))
  const list = near.length > 0 ? ` There is: ${near.join(', ')}.` : ''
  throw new UsageError(`There is no command "${wanted}".${list} \`hydra --help\` lists all.`)
}

function read(args: string[], options: Readonly<Record<string, Option>>, command: string) {
  const config: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [
      name,
      { type: type === 'flag' ? ('boolean' as const) : ('string' as const), multiple: type === 'list' },
    ]),
  )
  try {
    return parseArgs({ args, options: config, allowPositionals: true, allowNegative: true }) as {
      values: Values
      positionals: string[]
    }
  } catch (error) {
    const [reason] = (error as Error).message.split(/(?<=\.)\s|\. /)
    throw new UsageError(`${reason?.replace(/\.?$/, '.')} \`${command} --help\` lists what it takes.`, { cause: error })
  }
}

function checkCount(name: string, wanted: readonly string[], count: number): void {
  const needed = wanted.filter((arg) => arg.startsWith('<')).length
  const most = wanted.some((arg) => arg.includes('...')) ? Number.POSITIVE_INFINITY : wanted.length
  if (count >= needed && count <= most) return
  const what = wanted.length === 0 ? 'no arguments' : wanted.join(' ')
  throw new UsageError(`\`hydra ${name}\` takes ${what}. \`hydra ${name} --help\` has an example.`)
}
