import { CONFUSABLES } from './confusables-data.ts'

/** What a name looks like: two names with one look in common are confusable. */
export type Looks = (name: string) => readonly string[]

/**
 * Reads the table of confusable characters once, and gives a function that tells what a name looks like.
 *
 * Each name has two looks: as it is written, and in small letters, because people do not mind capitals when they look
 * a name up. "Ian" written looks like "lan", and in small letters like "ian"; it collides with either.
 */
export function createLooks(): Looks {
  const table = readTable()
  const look = (name: string) => skeleton(table, name).toLowerCase()
  return (name) => [look(name), look(name.toLowerCase())]
}

/** The skeleton of UTS #39, section 4, without its reordering of bidirectional text. */
function skeleton(table: ReadonlyMap<string, string>, name: string): string {
  const mapped = [...name.normalize('NFD')].map((character) => table.get(character) ?? character)
  return mapped.join('').normalize('NFD')
}

function readTable(): Map<string, string> {
  const table = new Map<string, string>()
  let codePoint = 0
  for (const entry of CONFUSABLES.trim().split(/\s+/)) {
    const [delta = '', targets = ''] = entry.split(':')
    codePoint += Number.parseInt(delta, 36)
    const looksLike = targets.split('.').map((target) => Number.parseInt(target, 36))
    table.set(String.fromCodePoint(codePoint), String.fromCodePoint(...looksLike))
  }
  return table
}
