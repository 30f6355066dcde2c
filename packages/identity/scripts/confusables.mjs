// Writes src/petnames/confusables-data.ts from Unicode's confusables.txt:
//   node scripts/confusables.mjs path/to/confusables.txt
import { readFileSync, writeFileSync } from 'node:fs'

const text = readFileSync(process.argv[2], 'utf8')
const version = /# Version: (\S+)/.exec(text)[1]
// The same repertoire as src/petnames/petname.ts: what no petname may hold needs no mapping.
const scripts =
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan Common Inherited'
const inScripts = new RegExp(
  `[${scripts
    .split(' ')
    .map((name) => `\\p{Script=${name}}`)
    .join('')}]`,
  'u',
)
const isNeeded = (character) =>
  character.normalize('NFD') === character &&
  character.normalize('NFKC') === character.normalize('NFC') &&
  /[\p{L}\p{M}\p{N} '’._-]/u.test(character) &&
  !/\p{Default_Ignorable_Code_Point}/u.test(character) &&
  inScripts.test(character)

const entries = []
for (const [, source, target] of text.matchAll(/^([0-9A-F]+) ;\t([0-9A-F ]+?) ;/gm)) {
  const from = Number.parseInt(source, 16)
  if (isNeeded(String.fromCodePoint(from)))
    entries.push([from, target.split(' ').map((hex) => Number.parseInt(hex, 16))])
}
entries.sort(([a], [b]) => a - b)

let previous = 0
const tokens = entries.map(([from, targets]) => {
  const delta = from - previous
  previous = from
  return `${delta.toString(36)}:${targets.map((target) => target.toString(36)).join('.')}`
})
const lines = tokens.join(' ').replace(/(.{1,116})(?: |$)/g, '$1\n')
writeFileSync(
  new URL('../src/petnames/confusables-data.ts', import.meta.url),
  `// Written by scripts/confusables.mjs out of confusables.txt, Unicode ${version} (UTS #39).
// © Unicode, Inc. Used under the Unicode License v3: https://www.unicode.org/license.txt

/** Which character looks like which: steps from one code point to the next in base 36, each with what it looks like. */
export const CONFUSABLES = \`
${lines}\`
`,
)
