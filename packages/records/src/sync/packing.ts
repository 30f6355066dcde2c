import { ID_BYTES } from '../key.ts'

export function idBytes(words: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(ID_BYTES)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < 8; i++) view.setUint32(i * 4, words[i] as number, true)
  return bytes
}

export function pack(ids: readonly Uint8Array[], width: number): Uint8Array {
  const packed = new Uint8Array(ids.length * width)
  ids.forEach((id, i) => {
    packed.set(id.subarray(0, width), i * width)
  })
  return packed
}

export function unpack(packed: Uint8Array, width: number): Uint8Array[] {
  const ids: Uint8Array[] = []
  for (let at = 0; at < packed.length; at += width) ids.push(packed.subarray(at, at + width))
  return ids
}

export function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

/** How few bytes tell an id from a thousand times what there is; a rare mix-up costs one record sent in vain. */
export function prefixBytes(known: number): number {
  return Math.min(ID_BYTES, Math.ceil((Math.log2(known + 1) + 10) / 8))
}
