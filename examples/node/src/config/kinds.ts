/** How a setting is written: in the file as TOML, elsewhere as text. */
export interface Kind<T> {
  /** What it takes, for whoever wrote something else. */
  readonly expects: string
  /** As a flag of `start`; none where it is for the file alone. */
  readonly flag?: 'flag' | 'text' | 'number' | 'list'
  readonly value?: string
  /** The value of what stands in the file, or undefined where it is none. */
  read(value: unknown): T | undefined
  /** What a text would be in the file. */
  fromText(text: string): unknown
}

const same = (text: string): unknown => text

export function whole(least: number, most: number): Kind<number> {
  return {
    expects: `a whole number from ${least} to ${most}`,
    flag: 'number',
    read: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined,
    fromText: (text) => (/^\d+$/.test(text) ? Number(text) : text),
  }
}

export const yesNo: Kind<boolean> = {
  expects: 'true or false',
  flag: 'flag',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  fromText: (text) => (text === 'true' ? true : text === 'false' ? false : text),
}

export function line(value: string): Kind<string> {
  return {
    expects: 'a text in quotes',
    flag: 'text',
    value,
    read: (given) => (typeof given === 'string' && given !== '' ? given : undefined),
    fromText: same,
  }
}

export function oneOf<T extends string>(...choices: readonly T[]): Kind<T> {
  return {
    expects: choices.map((choice) => `"${choice}"`).join(' or '),
    flag: 'text',
    value: choices.join('|'),
    read: (value) => choices.find((choice) => choice === value),
    fromText: same,
  }
}

export function lines(value: string): Kind<readonly string[]> {
  return {
    expects: 'a list of texts: ["one", "two"]',
    flag: 'list',
    value,
    read: (given) =>
      Array.isArray(given) && given.every((each): each is string => typeof each === 'string' && each !== '')
        ? given
        : undefined,
    fromText: (text) => text.split(',').filter(Boolean),
  }
}
