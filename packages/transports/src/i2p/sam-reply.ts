/** One line of SAM: two words, and what they say. */
export interface SamReply {
  /** Such as `STREAM STATUS`. */
  readonly topic: string
  readonly values: ReadonlyMap<string, string>
}

// The longest line holds private keys: some 900 characters, with an offline signature some 2,000.
export const MAX_LINE_BYTES = 8192

/** Reads a line as SAM 3.1 writes it: `HELLO REPLY RESULT=OK VERSION=3.1`, values with blanks in quotes. */
export function readSamReply(line: string): SamReply {
  const words = line.trim().match(/[^\s=]+=(?:"(?:[^"\\]|\\.)*"|\S*)|\S+/g) ?? []
  const pairs = words.slice(2).flatMap((word) => {
    const at = word.indexOf('=')
    return at < 0 ? [] : [[word.slice(0, at), unquoted(word.slice(at + 1))] as const]
  })
  return { topic: words.slice(0, 2).join(' '), values: new Map(pairs) }
}

function unquoted(value: string): string {
  return value.startsWith('"') && value.length > 1 ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value
}
