import { join } from 'node:path'
import { nodeExample } from './program.ts'

interface Option {
  readonly type: string
  readonly about: string
  readonly value?: string
}

interface Command {
  readonly summary: string
  readonly args?: readonly string[]
  readonly options?: Readonly<Record<string, Option>>
  readonly example: string
}

interface Tables {
  readonly commands: Readonly<Record<string, Command>>
  readonly optionsOf: (command: Command) => Readonly<Record<string, Option>>
  readonly GLOBAL: Readonly<Record<string, Option>>
}

/** hydra(1), out of the tables that the help comes from. */
export async function manPage(version: string): Promise<string> {
  const { commands, optionsOf, GLOBAL } = await tables()
  const sections = Object.entries(commands).map(([name, command]) => {
    const own = Object.entries(optionsOf(command)).filter(([option]) => !Object.hasOwn(GLOBAL, option))
    return [
      `.SS ${text([name, ...(command.args ?? [])].join(' '))}`,
      text(command.summary),
      ...options(own),
      '.PP',
      '.EX',
      text(command.example),
      '.EE',
    ].join('\n')
  })
  return [
    `.TH HYDRA 1 "" "hydra ${version}" "User commands"`,
    '.SH NAME',
    'hydra \\- a peer of its own: share files, host services, own names, write a feed',
    '.SH SYNOPSIS',
    '.B hydra',
    '.I command',
    '[arguments] [options]',
    '.SH DESCRIPTION',
    'Commands run in the node of the data folder, or in one of their own where none runs.',
    'Results go to standard output, everything else to standard error.',
    '.SH OPTIONS',
    'Of all commands:',
    ...options(Object.entries(GLOBAL)),
    '.SH COMMANDS',
    ...sections,
    '.SH FILES',
    '.TP',
    '.I ~/.local/share/hydra',
    'what the node keeps, its identity among it',
    '.TP',
    '.I ~/.config/hydra/config.toml',
    'its settings; \\fBhydra config show\\fR lists all, and where each came from',
    '.TP',
    '.I /usr/lib/systemd/user/hydra.service',
    'the service of each user: \\fBsystemctl \\-\\-user enable \\-\\-now hydra\\fR',
    '',
  ].join('\n')
}

async function tables(): Promise<Tables> {
  const dist = join(nodeExample, 'dist')
  const [{ commands }, { optionsOf, GLOBAL }] = await Promise.all([
    import(join(dist, 'commands/index.js')) as Promise<Pick<Tables, 'commands'>>,
    import(join(dist, 'cli/parse.js')) as Promise<Omit<Tables, 'commands'>>,
  ])
  return { commands, optionsOf, GLOBAL }
}

function options(rows: readonly (readonly [string, Option])[]): string[] {
  return rows.flatMap(([name, { type, about, value = 'VALUE' }]) => {
    const takes = type === 'flag' ? '' : ` \\fI${text(type === 'number' ? 'NUMBER' : value)}\\fR`
    return ['.TP', `\\fB\\-\\-${text(name)}\\fR${takes}`, text(about)]
  })
}

/** As roff reads it: nothing of it is a request or an escape. */
function text(words: string): string {
  const escaped = words.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('`', "'").replaceAll('’', "'")
  return escaped.replaceAll(/^([.'])/gm, '\\&$1')
}
