/** Ranges of code points, first and last. They are part of the protocol, and never change: see PROTOCOL.md. */
type Ranges = readonly (readonly [number, number])[]

/** What shows as nothing, or as space, or turns the direction of the text around it. */
export const UNSEEN: Ranges = [
  [0x00, 0x1f],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
]

/** Controls but the end of a line, and what turns the direction. Joiners stay: Persian and emoji are written with them. */
export const TURNING: Ranges = [
  [0x00, 0x09],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
]

export function hasAnyOf(ranges: Ranges, text: string): boolean {
  for (const character of text) {
    const point = character.codePointAt(0) as number
    if (ranges.some(([first, last]) => point >= first && point <= last)) return true
  }
  return false
}
