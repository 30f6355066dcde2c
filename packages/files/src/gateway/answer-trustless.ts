import { CID } from 'multiformats/cid'
import { carOf } from './car.ts'
import { FOR_EVER } from './answer-file.ts'
import { names } from './byte-range.ts'
import type { Readable } from './readable.ts'
import { problem } from './problem.ts'
import { streamOf } from './stream-of.ts'

const RAW = 'application/vnd.ipld.raw'
const CAR = 'application/vnd.ipld.car'

/** Blocks that whoever gets them checks against the CID: the trustless gateway of the IPFS specifications. */
export async function answerTrustless(files: Readable, path: string, request: Request): Promise<Response> {
  const cid = parse(path)
  if (cid === undefined)
    return problem(400, 'Ask for /ipfs/<cid>, without a path: what lies below it comes with format=car.')
  const format = formatOf(request)
  if (format === undefined)
    return problem(406, 'Blocks are served here. Add ?format=raw or ?format=car; /files/<cid> serves the file.')
  const { searchParams } = new URL(request.url)
  const all = (searchParams.get('dag-scope') ?? 'all') === 'all'
  const etag = format === 'raw' ? `"${cid}.raw"` : `"${cid}.car.${all ? 'all' : searchParams.get('dag-scope')}"`
  const headers = new Headers({ etag, 'cache-control': FOR_EVER, 'x-content-type-options': 'nosniff', vary: 'accept' })
  headers.set('x-ipfs-path', `/ipfs/${cid}`)
  if (names(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const { signal, method } = request
  const root = await files.block(cid.toString(), { signal })
  if (root === undefined) return problem(404, `Nobody has the block ${cid}.`)
  headers.set('content-disposition', `attachment; filename="${cid}.${format === 'raw' ? 'bin' : 'car'}"`)
  if (format === 'raw') {
    headers.set('content-type', RAW)
    headers.set('content-length', String(root.length))
    return new Response(method === 'HEAD' ? null : new Uint8Array(root), { headers })
  }
  // Blocks that occur twice are sent twice: to remember all that were sent would take memory without a bound.
  headers.set('content-type', `${CAR}; version=1; order=dfs; dups=y`)
  const whole =
    all ||
    (searchParams.get('dag-scope') === 'entity' && (await files.stat(cid.toString(), { signal })).type === 'file')
  return new Response(method === 'HEAD' ? null : streamOf((own) => carOf(files, cid, whole, own), request), { headers })
}

function formatOf(request: Request): 'raw' | 'car' | undefined {
  const asked = new URL(request.url).searchParams.get('format')
  if (asked !== null) return asked === 'raw' || asked === 'car' ? asked : undefined
  const accept = request.headers.get('accept') ?? ''
  if (accept.includes(RAW)) return 'raw'
  return accept.includes(CAR) ? 'car' : undefined
}

function parse(path: string): CID | undefined {
  try {
    return CID.parse(path)
  } catch {
    return undefined
  }
}
