import { answerFile } from './answer-file.ts'
import { answerTrustless } from './answer-trustless.ts'
import { refusal } from './guard.ts'
import { problem } from './problem.ts'
import type { Readable } from './readable.ts'

export interface FilesGatewayOptions {
  /** Host names that this gateway is reached by, besides this machine's. @default none */
  hosts?: readonly string[]
  /** Origins whose pages may ask through this gateway, besides its own. @default none */
  origins?: readonly string[]
}

const ROUTE = /^\/(files|ipfs)\/([^/]+)(\/.*)?$/

/** Creates the handler for `/files/<cid>[/path]` and for the trustless `/ipfs/<cid>?format=raw|car`. */
export function createFilesGateway(
  files: Readable,
  { hosts = [], origins = [] }: FilesGatewayOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const refused = refusal(request, url, { hosts, origins })
    if (refused) return refused
    const [, route, cid = '', rest = ''] = ROUTE.exec(url.pathname) ?? []
    if (route === undefined)
      return problem(404, 'There is no file here. Ask for /files/<cid>, or /ipfs/<cid>?format=raw.')
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return problem(405, 'Files are read here. Use GET or HEAD.', { allow: 'GET, HEAD' })
    }
    const path = unescaped(cid + rest)
    if (path === undefined) return problem(400, 'The path is not escaped as a URL is.')
    try {
      return route === 'files' ? await answerFile(files, path, request) : await answerTrustless(files, path, request)
    } catch (error) {
      return asProblem(error, request.signal)
    }
  }
}

function unescaped(path: string): string | undefined {
  try {
    return decodeURIComponent(path).replace(/\/+$/, '')
  } catch {
    return undefined
  }
}

/** What a plain HTTP client should hear of an error. By name: there may be two copies. */
function asProblem(error: unknown, signal: AbortSignal): Response {
  const { name = '', message = '' } = error instanceof Error ? error : {}
  if (signal.aborted) throw error
  if (name === 'NotFoundError' || name === 'MissingBlockError') return problem(404, message)
  if (name === 'NotCachedError') return problem(412, message)
  if (name === 'InvalidCidError' || name === 'InvalidPathError') return problem(400, message)
  if (name === 'DamagedBlockError' || name === 'MalformedDagError') return problem(502, message)
  if (name === 'ClosedError') return problem(503, message)
  if (name === 'TimeoutError') return problem(504, message)
  throw error
}
