/** What a camera wrote into a picture besides the picture. */
export interface Traces {
  readonly place: boolean
  readonly camera: boolean
}

const GPS = 0x8825

/** Looks for what tells where and with what a picture was taken. All of it is left behind when it is drawn anew. */
export function tracesIn(bytes: Uint8Array): Traces {
  const at = find(bytes, 'Exif\0\0') ?? find(bytes, 'eXIf') ?? find(bytes, 'EXIF')
  const camera = at !== undefined || find(bytes, 'http://ns.adobe.com/xap/1.0/') !== undefined
  if (at === undefined) return { camera, place: false }
  const from = [...bytes.subarray(at, at + 16)].findIndex((byte, i) => {
    const next = bytes[at + i + 1]
    return (byte === 0x49 && next === 0x49) || (byte === 0x4d && next === 0x4d)
  })
  return { camera, place: from >= 0 && hasTag(bytes.subarray(at + from), GPS) }
}

/** Whether the first directory of a TIFF header has a tag. */
function hasTag(tiff: Uint8Array, tag: number): boolean {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const little = tiff[0] === 0x49
  try {
    const directory = view.getUint32(4, little)
    const count = Math.min(view.getUint16(directory, little), 512)
    for (let i = 0; i < count; i++) if (view.getUint16(directory + 2 + 12 * i, little) === tag) return true
  } catch {
    // It is cut short, and what is drawn anew has none of it.
  }
  return false
}

function find(bytes: Uint8Array, text: string): number | undefined {
  const wanted = [...text].map((letter) => letter.charCodeAt(0))
  const [first = 0] = wanted
  const end = bytes.length - wanted.length
  for (let at = bytes.indexOf(first); at >= 0 && at <= end; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at + wanted.length
  }
  return undefined
}
