import type { RecordSet } from '@hydra/records'
import { InvalidNameError } from '../errors.ts'
import type { Claim, Names } from '../names.ts'

const MAX_FOUND = 50

/** Answers `GET /names/<name>` and `GET /names?q=<words>`, for whoever has routes; other requests with 404. */
export function namesGateway(names: Pick<Names, 'resolve' | 'search'>, records: Pick<RecordSet, 'get'>) {
  return async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url)
    const [, root, name, ...more] = pathname.split('/')
    if (root !== 'names' || more.length > 0) return answer(404, { error: 'There is nothing here but /names.' })
    if (request.method !== 'GET') return answer(405, { error: 'Names are only read here.' }, { allow: 'GET' })
    try {
      const claims = name
        ? await names.resolve(decodeURIComponent(name))
        : await names.search(searchParams.get('q') ?? '', { limit: MAX_FOUND })
      return answer(200, {
        claims: await Promise.all(claims.map(async (claim) => toldOf(claim, await records.get(claim.block)))),
      })
    } catch (error) {
      if (error instanceof InvalidNameError || error instanceof URIError) return answer(400, { error: error.message })
      throw error
    }
  }
}

// With the block itself, so that whoever asks can verify it.
function toldOf(claim: Claim, bytes: Uint8Array | undefined): object {
  // What this user pinned is nobody else's to know.
  return { ...claim, pinned: undefined, bytes: btoa(String.fromCharCode(...(bytes ?? []))) }
}

function answer(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'x-content-type-options': 'nosniff', ...headers } })
}
