import { concat } from '../joined.ts'

export type Bencoded = number | string | Uint8Array | readonly Bencoded[] | { readonly [key: string]: Bencoded }

const text = new TextEncoder()

/** BEP 3. Keys in the order of their bytes, as infohashes ask for. */
export function bencode(value: Bencoded): Uint8Array<ArrayBuffer> {
  return concat(parts(value))
}

function parts(value: Bencoded): Uint8Array[] {
  if (typeof value === 'number') return [text.encode(`i${value}e`)]
  if (typeof value === 'string') return parts(text.encode(value))
  if (value instanceof Uint8Array) return [text.encode(`${value.length}:`), value]
  if (isList(value)) return [text.encode('l'), ...value.flatMap(parts), text.encode('e')]
  const keys = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1))
  return [text.encode('d'), ...keys.flatMap((key) => [...parts(key), ...parts(value[key] ?? '')]), text.encode('e')]
}

function isList(value: object): value is readonly Bencoded[] {
  return Array.isArray(value)
}
