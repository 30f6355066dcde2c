export type PictureKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'bmp'

export type Look =
  | { readonly kind: PictureKind; readonly width: number; readonly height: number }
  | { readonly kind: 'heic' | 'drawing' | 'video' | 'unknown' }

/**
 * What a file is, and how large its picture, by its first bytes alone: a few kilobytes can unfold to a picture that
 * fills all memory, so nothing is decoded before it is known how large it gets.
 */
export function look(bytes: Uint8Array): Look {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (from: number, length: number): string =>
    String.fromCharCode(...bytes.subarray(from, Math.min(from + length, bytes.length)))
  try {
    if (text(0, 8) === '\x89PNG\r\n\x1a\n')
      return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20) }
    if (text(0, 3) === '\xff\xd8\xff') return jpeg(view)
    if (/^GIF8[79]a/.test(text(0, 6)))
      return { kind: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
    if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return webp(view, text(12, 4))
    if (text(0, 2) === 'BM')
      return { kind: 'bmp', width: view.getUint32(18, true), height: Math.abs(view.getInt32(22, true)) }
    if (text(4, 4) === 'ftyp') return boxed(view, text(8, 40), text(0, 4096))
    if (text(0, 4) === '\x1aE\xdf\xa3') return { kind: 'video' }
    if (/^\s*(<\?xml|<!doctype svg|<svg)/i.test(text(0, 256))) return { kind: 'drawing' }
  } catch {
    // It ends before it says how large it is.
  }
  return { kind: 'unknown' }
}

function jpeg(view: DataView): Look {
  for (let at = 2; at < view.byteLength; ) {
    const marker = view.getUint16(at)
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return { kind: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    if (marker >> 8 !== 0xff) break
    at += marker === 0xffff ? 1 : 2 + view.getUint16(at + 2)
  }
  return { kind: 'unknown' }
}

function webp(view: DataView, chunk: string): Look {
  const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  if (chunk === 'VP8X') return { kind: 'webp', width: 1 + uint24(24), height: 1 + uint24(27) }
  if (chunk === 'VP8 ') {
    return { kind: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  const bits = view.getUint32(21, true)
  return { kind: 'webp', width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
}

function boxed(view: DataView, brands: string, start: string): Look {
  if (/avif|avis/.test(brands)) {
    const at = start.indexOf('ispe')
    if (at < 0) return { kind: 'unknown' }
    return { kind: 'avif', width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
  }
  return { kind: /hei[cfsx]|hev[cx]|mif1|msf1/.test(brands) ? 'heic' : 'video' }
}
