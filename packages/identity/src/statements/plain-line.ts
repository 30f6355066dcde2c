/**
 * Whether a value is one line of text that shows as it is stored: NFC, no controls, no line breaks, nothing invisible
 * and nothing that turns the writing direction (U+202E makes "gpj.exe" of "exe.jpg"). Joiners inside emoji are let be.
 */
export function isPlainLine(value: unknown, maxCharacters: number): value is string {
  if (typeof value !== 'string' || value.length > maxCharacters * 2 || !value.isWellFormed()) return false
  const characters = [...value].length
  if (characters === 0 || characters > maxCharacters) return false
  const seen = value.replace(JOINERS, '')
  return seen !== '' && value === value.normalize('NFC') && value === value.trim() && !HIDDEN.test(seen)
}

// Persian is written with U+200C, and emoji are put together with U+200D and U+FE0F.
const JOINERS = /\u200c|\u200d|\ufe0f/gu
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
