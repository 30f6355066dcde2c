export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/**
 * What a `Range` header asks of so many bytes (RFC 9110, section 14). Undefined where it is to be passed over: another
 * unit, several ranges, or no range at all.
 */
export function byteRange(header: string | null, bytes: number): ByteRange | 'outside' | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'outside' : { offset: bytes - length, length }
  }
  const offset = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < offset) return undefined
  return offset >= bytes ? 'outside' : { offset, length: end - offset + 1 }
}

/** Whether an `If-None-Match` or `If-Match` names this tag; weak ones are as good, for content never changes. */
export function names(header: string | null, etag: string): boolean {
  return (
    header !== null && header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
  )
}
