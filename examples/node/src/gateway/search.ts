import type { FileIndex, SearchOptions } from '@hydra/files'
import { problem } from './guard.ts'

const MAX_LIMIT = 100
// What a search pages through at most: the best come first.
const MAX_OFFSET = 10_000

/** `GET /search?q=…&type=image/*&tag=…&limit=…&offset=…`: the index, searched on this machine. */
export function search(index: Pick<FileIndex, 'search'>): (request: Request) => Promise<Response> {
  return async ({ url }) => {
    const { searchParams } = new URL(url)
    const text = (name: string): string | undefined => searchParams.get(name) ?? undefined
    const [limit, offset] = [whole(text('limit') ?? '20', MAX_LIMIT), whole(text('offset') ?? '0', MAX_OFFSET)]
    if (limit === undefined || offset === undefined) {
      return problem(400, `"limit" is a number up to ${MAX_LIMIT}, "offset" one up to ${MAX_OFFSET}.`)
    }
    const [mediaType, tag] = [text('type'), text('tag')]
    const options: SearchOptions = { limit, offset, ...(mediaType && { mediaType }), ...(tag && { tag }) }
    const { total, exact, entries } = await index.search(text('q') ?? '', options)
    const headers = { 'x-content-type-options': 'nosniff' }
    return Response.json({ total, exact, entries: entries.map(toJson) }, { headers })
  }
}

function whole(text: string, most: number): number | undefined {
  return /^\d{1,6}$/.test(text) && Number(text) <= most ? Number(text) : undefined
}

/** Bytes as hex: JSON has none. */
function toJson(entry: object): object {
  const values = Object.entries(entry).map(([name, value]) => {
    return [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : (value as unknown)] as const
  })
  return Object.fromEntries(values)
}
