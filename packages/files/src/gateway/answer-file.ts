import type { Readable } from './readable.ts'
import { byteRange, names } from './byte-range.ts'
import { contentType, SNIFFED_BYTES } from './content-type.ts'
import { problem } from './problem.ts'
import { streamOf } from './stream-of.ts'

// A year: what a CID names never changes.
export const FOR_EVER = 'public, max-age=31536000, immutable'
const MAX_LISTED = 10_000

/** A file, or the names in a folder. */
export async function answerFile(files: Readable, path: string, request: Request): Promise<Response> {
  const { headers: asked, signal, method } = request
  const stat = await files.stat(path, { signal })
  const etag = `"${stat.cid}"`
  const headers = new Headers({ etag, 'cache-control': FOR_EVER, 'x-ipfs-path': `/ipfs/${encodeURI(path)}` })
  // All files share one origin, with whatever app stands there: a page among them gets none.
  headers.set('content-security-policy', 'sandbox')
  headers.set('x-content-type-options', 'nosniff')
  if (names(asked.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  if (stat.type === 'folder') return listing(files, path, request, headers)
  headers.set('accept-ranges', 'bytes')
  headers.set('content-type', await typeOf(files, path, request))
  const isSame = asked.get('if-range') === null || asked.get('if-range') === etag
  const range = isSame && method === 'GET' ? byteRange(asked.get('range'), stat.bytes) : undefined
  if (range === 'outside') {
    return problem(416, `The file has ${stat.bytes} bytes.`, { 'content-range': `bytes */${stat.bytes}`, etag })
  }
  const { offset, length } = range ?? { offset: 0, length: stat.bytes }
  headers.set('content-length', String(length))
  if (range) headers.set('content-range', `bytes ${offset}-${offset + length - 1}/${stat.bytes}`)
  const body =
    method === 'HEAD' || length === 0
      ? null
      : streamOf((own) => files.stream(path, { offset, length, signal: own }), request)
  return new Response(body, { status: range ? 206 : 200, headers })
}

async function typeOf(files: Readable, path: string, { url, signal }: Request): Promise<string> {
  const given = new URL(url).searchParams.get('filename')
  const name = given ?? (path.includes('/') ? path.split('/').at(-1) : undefined)
  const byName = contentType(name, new Uint8Array())
  if (byName !== 'application/octet-stream') return byName
  for await (const start of files.stream(path, { length: SNIFFED_BYTES, signal }))
    return contentType(name, start.subarray(0, SNIFFED_BYTES))
  return byName
}

async function listing(
  files: Readable,
  path: string,
  { method, signal }: Request,
  headers: Headers,
): Promise<Response> {
  headers.set('content-type', 'application/json')
  if (method === 'HEAD') return new Response(null, { headers })
  const entries: unknown[] = []
  for await (const entry of files.ls(path, { signal })) {
    if (entries.length === MAX_LISTED)
      return problem(413, `The folder has more than ${MAX_LISTED} entries. Ask for one by its name.`)
    entries.push(entry)
  }
  return new Response(JSON.stringify(entries), { headers })
}
