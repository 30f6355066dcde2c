import { stderr } from 'node:process'

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>

/** What happens in a running node, for whoever reads it later: a person, or a program. */
export interface Log {
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
}

/** An event as a person reads it. */
function logText(event: string, fields: Fields = {}): string {
  const told = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  return [event, ...told].join(' ')
}

/** Tells another ear of everything that is logged. */
export function alsoTo(log: Log, hear: (level: 'info' | 'warn', text: string) => void): Log {
  const both =
    (level: 'info' | 'warn') =>
    (event: string, fields?: Fields): void => {
      log[level](event, fields)
      hear(level, logText(event, fields))
    }
  return { info: both('info'), warn: both('warn') }
}

/** Writes lines to stderr, so that stdout holds nothing but results. */
export function createLog(format: 'text' | 'json', write: (line: string) => void = (line) => stderr.write(line)): Log {
  const asJson = (level: string, event: string, fields: Fields): string =>
    JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })
  const asText = (level: string, event: string, fields: Fields): string =>
    `${level === 'warn' ? 'warning: ' : ''}${logText(event, fields)}`
  const line =
    (level: string) =>
    (event: string, fields: Fields = {}) =>
      write(`${format === 'json' ? asJson(level, event, fields) : asText(level, event, fields)}\n`)
  return { info: line('info'), warn: line('warn') }
}
