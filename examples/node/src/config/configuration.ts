import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { parse, TomlError } from 'smol-toml'
import { ConfigurationError } from './errors.ts'
import { flagOf, SETTINGS, type SettingName, type Settings, variableOf } from './settings.ts'

export interface Configuration {
  /** The folder in which the node keeps everything. */
  readonly dataDir: string
  /** The file that was read, or would be if it were there. */
  readonly file: string
  readonly settings: Settings
  /** Where each value came from. */
  readonly origins: Readonly<Record<SettingName, string>>
  /** Encrypts the identity; from the environment alone, for a flag is seen by everybody on the machine. */
  readonly passphrase: string | undefined
}

interface Sources {
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
}

interface Found {
  readonly value: unknown
  readonly origin: string
}

/** Puts the configuration together: flags over environment over file over default. Throws `ConfigurationError`. */
export function loadConfiguration({ flags, environment }: Sources): Configuration {
  const folders = envPaths('hydra', { suffix: '' })
  const flag = (name: string): string | undefined => (typeof flags[name] === 'string' ? flags[name] : undefined)
  const dataDir = resolve(flag('data') ?? environment['HYDRA_DATA'] ?? folders.data)
  const named = flag('config') ?? environment['HYDRA_CONFIG']
  const file = resolve(named ?? join(folders.config, 'config.toml'))
  const fromFile = readToml(file, named !== undefined)
  const names = Object.keys(SETTINGS) as SettingName[]
  const found = names.map((name) => [name, find(name, flags, environment, fromFile, file)] as const)
  return {
    dataDir,
    file,
    settings: Object.fromEntries(found.map(([name, { value }]) => [name, value])) as unknown as Settings,
    origins: Object.fromEntries(found.map(([name, { origin }]) => [name, origin])) as Record<SettingName, string>,
    passphrase: environment['HYDRA_PASSPHRASE'] || undefined,
  }
}

function find(
  name: SettingName,
  flags: Sources['flags'],
  environment: Sources['environment'],
  fromFile: ReadonlyMap<string, unknown>,
  file: string,
): Found {
  const { kind, standard } = SETTINGS[name]
  const flag = flags[flagOf(name)]
  const variable = environment[variableOf(name)]
  const read = (given: unknown, origin: string): Found => {
    const value = kind.read(given)
    if (value === undefined)
      throw new ConfigurationError(`${origin} is ${JSON.stringify(given)}, and takes ${kind.expects}.`)
    return { value, origin }
  }
  if (flag !== undefined) {
    return read(typeof flag === 'string' ? kind.fromText(flag) : flag, `--${flagOf(name)}`)
  }
  if (variable !== undefined) return read(kind.fromText(variable), variableOf(name))
  if (fromFile.has(name)) return { ...read(fromFile.get(name), `"${name}" in ${file}`), origin: file }
  return { value: standard, origin: 'default' }
}

/** The settings of a file by their names. A file that was not named need not be there. */
function readToml(file: string, isNamed: boolean): ReadonlyMap<string, unknown> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    if (!isNamed && (cause as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw new ConfigurationError(`${file} cannot be read. Is it there, and may you read it?`, { cause })
  }
  try {
    return flattened(parse(text), file)
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const reason = cause.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '')
    throw new ConfigurationError(`${file} breaks off or is no TOML, at line ${cause.line}: ${reason}.`, { cause })
  }
}

function flattened(table: Readonly<Record<string, unknown>>, file: string, before = ''): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [key, value] of Object.entries(table)) {
    const name = before + key
    if (Object.hasOwn(SETTINGS, name)) found.set(name, value)
    else if (isTable(value)) for (const [inner, each] of flattened(value, file, `${name}.`)) found.set(inner, each)
    else throw new ConfigurationError(`${file} has "${name}", which is no setting. \`hydra config show\` lists all.`)
  }
  return found
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
