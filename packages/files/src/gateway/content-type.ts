const BY_EXTENSION: Readonly<Record<string, string>> = {
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  json: 'application/json',
  wasm: 'application/wasm',
  xml: 'application/xml',
  pdf: 'application/pdf',
  zip: 'application/zip',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  ogv: 'video/ogg',
  wav: 'audio/wav',
  flac: 'audio/flac',
}

/** As many bytes of a file's beginning as tell what it is. */
export const SNIFFED_BYTES = 64

/** By the name's extension; by the first bytes where it has none, for only they are known of a bare CID. */
export function contentType(name: string | undefined, start: Uint8Array): string {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1]?.toLowerCase()
  return (extension && BY_EXTENSION[extension]) ?? sniff(start)
}

// Text in no case as HTML: a stranger's bytes are no page because they look like one.
function sniff(start: Uint8Array): string {
  const text = String.fromCharCode(...start)
  if (text.startsWith('\x89PNG\r\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(text)) return 'image/gif'
  if (/^RIFF[^]{4}WEBP/.test(text)) return 'image/webp'
  if (/^RIFF[^]{4}WAVE/.test(text)) return 'audio/wav'
  if (/^[^]{4}ftypavif/.test(text)) return 'image/avif'
  if (/^[^]{4}ftypM4A/.test(text)) return 'audio/mp4'
  if (/^[^]{4}ftypqt/.test(text)) return 'video/quicktime'
  if (/^[^]{4}ftyp/.test(text)) return 'video/mp4'
  if (text.startsWith('\x1aE\xdf\xa3')) return text.includes('webm') ? 'video/webm' : 'video/x-matroska'
  if (text.startsWith('OggS')) return 'audio/ogg'
  if (text.startsWith('fLaC')) return 'audio/flac'
  if (text.startsWith('ID3') || /^\xff[\xfb\xf3\xf2]/.test(text)) return 'audio/mpeg'
  if (text.startsWith('%PDF-')) return 'application/pdf'
  if (text.startsWith('PK\x03\x04')) return 'application/zip'
  const isText = start.length > 0 && start.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13)
  return isText ? 'text/plain; charset=utf-8' : 'application/octet-stream'
}
