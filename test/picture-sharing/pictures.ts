import { randomFillSync } from 'node:crypto'
import { deflateSync, crc32 } from 'node:zlib'

/** A PNG of one colour per stripe, made by hand: no picture of anybody's lies in the repository. */
export function png(width: number, height: number, hue = 0): Buffer {
  const rows = Buffer.alloc((3 * width + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (3 * width + 1) + 1 + 3 * x
      rows[at] = (hue + (x * 255) / width) & 255
      rows[at + 1] = (hue * 2 + (y * 200) / height) & 255
      rows[at + 2] = (80 + hue) & 255
    }
  }
  return framed(width, height, deflateSync(rows))
}

/** A few kilobytes that unfold to so many pixels. */
export function bomb(side: number): Buffer {
  return framed(side, side, deflateSync(Buffer.alloc(1024)))
}

function framed(width: number, height: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

/** A PNG in which a camera wrote where it was taken, as TIFF: one directory that points to GPS, and a word to look for. */
export function pngWithPlace(width: number, height: number, word: string): Buffer {
  const picture = png(width, height, 90)
  const directory = Buffer.from('II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0', 'latin1')
  const place = chunk('eXIf', Buffer.concat([directory, Buffer.from(word)]))
  // After the signature and the header.
  return Buffer.concat([picture.subarray(0, 33), place, picture.subarray(33)])
}

/** A PNG that no compression makes small. */
export function grain(width: number, height: number): Buffer {
  const rows = randomFillSync(Buffer.alloc((3 * width + 1) * height))
  for (let y = 0; y < height; y++) rows[y * (3 * width + 1)] = 0
  return framed(width, height, deflateSync(rows, { level: 1 }))
}
