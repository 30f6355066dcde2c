import type { Host } from './host.ts'

/** What QuickJS lacks of the language's surroundings; randomness only where it was granted. Its text runs in the guest. */
export function defineLanguage(host: Host) {
  class TextEncoder {
    readonly encoding = 'utf-8'
    encode(text: unknown = ''): Uint8Array<ArrayBuffer> {
      return new Uint8Array(host.encode(String(text)))
    }
  }

  class TextDecoder {
    readonly encoding = 'utf-8'
    decode(bytes?: ArrayBuffer | Uint8Array<ArrayBuffer>): string {
      if (bytes === undefined) return ''
      if (bytes instanceof ArrayBuffer) return host.decode(bytes)
      return host.decode(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
    }
  }

  function random(count: number): Uint8Array<ArrayBuffer> {
    if (!host.random) throw new TypeError('This guest has no permission `randomness`. Its manifest can ask for it.')
    return new Uint8Array(host.random(count))
  }

  // The engine's own is seeded with the time of its start.
  // oxlint-disable-next-line no-restricted-properties -- this is the guest's, and it is replaced here
  Math.random = () => {
    const [high = 0, low = 0] = new Uint32Array(random(8).buffer)
    return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53
  }

  const crypto = {
    getRandomValues<T extends Uint8Array>(into: T): T {
      into.set(random(into.length))
      return into
    },
    randomUUID(): string {
      const bytes = random(16)
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    },
  }

  const print = (...values: unknown[]) => host.log(values.map(String).join(' '))
  const console = { debug: print, error: print, info: print, log: print, warn: print }

  function queueMicrotask(run: () => void): void {
    void Promise.resolve().then(run)
  }
  return { TextDecoder, TextEncoder, console, crypto, queueMicrotask }
}
