import { fromWebStream, toWebStream } from './web-stream.ts'

/** What every browser and Node can undo. Others stay as they are, under their header. */
const ENCODINGS: Readonly<Record<string, CompressionFormat>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' }

/**
 * Undoes "content-encoding", as `fetch` does, and takes the header away with it, so that whoever passes the response
 * on tells the truth.
 */
export function decoded(body: AsyncIterable<Uint8Array>, headers: Headers): AsyncIterable<Uint8Array> {
  const format = ENCODINGS[headers.get('content-encoding')?.trim().toLowerCase() ?? '']
  if (!format) return body
  headers.delete('content-encoding')
  headers.delete('content-length')
  return fromWebStream(toWebStream(body).pipeThrough(new DecompressionStream(format)))
}
