import { DnsLookupError } from './errors.ts'
import { readBounded } from './read-bounded.ts'

/** Looks up the TXT records of one name. */
export interface DnsResolver {
  txt(name: string, options: { signal: AbortSignal }): Promise<readonly string[]>
}

// A thousand records of the longest kind; real zones hold a handful.
const MAX_ANSWER_BYTES = 512 * 1024
const TXT = 16

/**
 * DNS over HTTPS, by the JSON form that public resolvers speak: for browsers, and only with the server that the user
 * names, for it learns who is looked for.
 */
export function httpsResolver(url: string, options: { fetch?: typeof fetch } = {}): DnsResolver {
  const { fetch: ask = (...args: Parameters<typeof fetch>) => fetch(...args) } = options
  return {
    async txt(name, { signal }) {
      const question = new URL(url)
      question.searchParams.set('name', name)
      question.searchParams.set('type', 'TXT')
      const response = await ask(question, { headers: { accept: 'application/dns-json' }, signal })
      if (!response.ok) throw new DnsLookupError(name, `the resolver answered ${response.status}`)
      return readAnswer(name, await readBounded(response, MAX_ANSWER_BYTES))
    },
  }
}

function readAnswer(name: string, bytes: Uint8Array): string[] {
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new DnsLookupError(name, 'the resolver answered something that is not JSON', { cause })
  }
  const answers: unknown = isObject(body) ? body['Answer'] : undefined
  if (!Array.isArray(answers)) return []
  return answers.flatMap((answer: unknown) => {
    if (!isObject(answer) || answer['type'] !== TXT || typeof answer['data'] !== 'string') return []
    return [unquote(answer['data'])]
  })
}

// Long records come as several quoted strings that belong together.
function unquote(data: string): string {
  const parts = data.match(/"(?:[^"\\]|\\.)*"/g)
  return parts ? parts.map((part) => part.slice(1, -1).replace(/\\(.)/g, '$1')).join('') : data
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
