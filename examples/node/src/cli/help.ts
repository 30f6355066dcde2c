import type { Command, Option } from './command.ts'
import { GLOBAL, optionsOf, type Commands } from './parse.ts'

/** All commands, or those of one noun. */
export function overview(commands: Commands, noun?: string): string {
  const names = Object.keys(commands).filter((name) => noun === undefined || name.split(' ')[0] === noun)
  const rows = names.map((name) => [usage(name, commands[name] as Command), commands[name]?.summary ?? ''] as const)
  return [
    `Usage: hydra ${noun ?? '<command>'} …`,
    '',
    table(rows),
    '',
    '`hydra <command> --help` has its options and an example. Of all commands:',
    '',
    table(optionRows(GLOBAL)),
  ].join('\n')
}

/** One command: what it does, takes, and looks like in use. */
export function helpOf(name: string, command: Command): string {
  const { summary, example } = command
  return [
    `Usage: hydra ${usage(name, command)}`,
    '',
    summary,
    '',
    table(optionRows(optionsOf(command))),
    '',
    `Example: ${example}`,
  ].join('\n')
}

function usage(name: string, { args = [] }: Pick<Command, 'args'>): string {
  return [name, ...args].join(' ')
}

function optionRows(options: Readonly<Record<string, Option>>): (readonly [string, string])[] {
  return Object.entries(options).map(([name, { type, about, value = 'VALUE' }]) => [
    `--${name}${type === 'flag' ? '' : ` ${type === 'number' ? 'NUMBER' : value}`}`,
    type === 'list' ? `${about}; may be repeated` : about,
  ])
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(40, Math.max(...rows.map(([left]) => left.length)))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
