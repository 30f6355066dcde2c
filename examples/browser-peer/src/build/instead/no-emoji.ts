const prefix = '\u{1F680}'

function decode(): never {
  throw new Error('Nothing here is written in emoji.')
}

/** Its place among the bases, without its table. */
export const base256emoji = { name: 'base256emoji', prefix, decoder: { prefix, decode } }
