import type { CID } from 'multiformats/cid'
import type { Block, Range } from '../block-source.ts'
import { decodeNode } from '../dag-node.ts'
import { parsePath } from '../file-path.ts'
import { FOR_EVER } from './answer-file.ts'
import { names } from './byte-range.ts'
import { carOf } from './car.ts'
import { blocksBelow, entityRange, wayDown, type GetBytes, type Scope } from './dag-blocks.ts'
import { problem } from './problem.ts'
import type { Readable } from './readable.ts'
import { streamOf } from './stream-of.ts'

const RAW = 'application/vnd.ipld.raw'
const CAR = 'application/vnd.ipld.car'
const SCOPES: readonly string[] = ['block', 'entity', 'all']

/**
 * Blocks that whoever gets them checks against the CID
 * (https://specs.ipfs.tech/http-gateways/trustless-gateway/).
 */
export async function answerTrustless(files: Readable, path: string, request: Request): Promise<Response> {
  const { root, names: way } = parsePath(path)
  const format = formatOf(request)
  if (format === undefined)
    return problem(406, 'Blocks are served here. Add ?format=raw or ?format=car; /files/<cid> serves the file.')
  if (format === 'raw' && way.length > 0)
    return problem(400, 'A raw block is asked for by its CID alone. What lies below it comes with format=car.')
  const { searchParams } = new URL(request.url)
  const [scope, bytes] = [searchParams.get('dag-scope') ?? 'all', searchParams.get('entity-bytes')]
  if (!SCOPES.includes(scope)) return problem(400, `dag-scope is one of ${SCOPES.join(', ')}.`)
  const asked = [scope, ...(bytes === null ? [] : [bytes]), ...way].map(encodeURIComponent).join('.')
  const etag = format === 'raw' ? `"${root}.raw"` : `"${root}.car.${asked}"`
  const headers = new Headers({ etag, 'cache-control': FOR_EVER, 'x-content-type-options': 'nosniff', vary: 'accept' })
  headers.set('x-ipfs-path', `/ipfs/${[root, ...way.map(encodeURIComponent)].join('/')}`)
  if (names(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  headers.set('content-disposition', `attachment; filename="${root}.${format === 'raw' ? 'bin' : 'car'}"`)
  const blocks = await wayDown(reader(files, request, request.signal), root, way)
  const last = blocks.at(-1) as Block
  if (format === 'raw') return rawOf(last, request, headers)
  // Blocks that occur twice are sent twice: to remember all that were sent would take memory without a bound.
  headers.set('content-type', `${CAR}; version=1; order=dfs; dups=y`)
  const range = bytes === null || scope === 'block' ? undefined : rangeOf(last, bytes)
  if (range === 'none') return problem(400, 'entity-bytes is `from:to` within a file, `*` for its end.')
  if (request.method === 'HEAD') return new Response(null, { headers })
  const body = streamOf((signal) => {
    const below = blocksBelow(reader(files, request, signal), last, scope as Scope, range)
    return carOf(root, joined(blocks, below))
  }, request)
  return new Response(body, { headers })
}

function rawOf({ bytes }: Block, { method }: Request, headers: Headers): Response {
  headers.set('content-type', RAW)
  headers.set('content-length', String(bytes.byteLength))
  return new Response(method === 'HEAD' ? null : new Uint8Array(bytes.subarray()), { headers })
}

/** Blocks from here, or from wherever files come from. A CAR that stops short is seen as such. */
function reader(files: Readable, { headers }: Request, signal: AbortSignal): GetBytes {
  const local = headers.get('cache-control')?.includes('only-if-cached') ?? false
  return async (cid: CID) => {
    const bytes = await files.block(cid.toString(), { signal, local })
    if (bytes) return bytes
    const message = local ? `The block ${cid} is not here.` : `Nobody has the block ${cid}. Try again later.`
    throw Object.assign(new Error(message), { name: local ? 'NotCachedError' : 'MissingBlockError' })
  }
}

async function* joined(first: readonly Block[], rest: AsyncIterable<Block>): AsyncGenerator<Block> {
  yield* first
  yield* rest
}

/** Of a folder a range asks nothing. */
function rangeOf({ cid, bytes }: Block, text: string): Range | 'none' | undefined {
  const node = decodeNode(cid, bytes)
  const range = entityRange(text, node.kind === 'file' ? node.bytes : 0)
  if (range === undefined) return 'none'
  return node.kind === 'file' ? range : undefined
}

function formatOf(request: Request): 'raw' | 'car' | undefined {
  const asked = new URL(request.url).searchParams.get('format')
  if (asked !== null) return asked === 'raw' || asked === 'car' ? asked : undefined
  const accept = request.headers.get('accept') ?? ''
  if (accept.includes(RAW)) return 'raw'
  return accept.includes(CAR) ? 'car' : undefined
}
