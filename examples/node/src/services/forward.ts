import type { FetchHandler } from '@hydra/services'

// They speak of one connection (RFC 9110, section 7.6.1), or of a length and a coding that `fetch` has undone.
const OF_ONE_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']
const UNDONE = [...OF_ONE_HOP, 'content-encoding', 'content-length']

/** A service that is an HTTP server of this machine, in whatever language. */
export function forward(target: string): FetchHandler {
  const base = new URL(target)
  return async (request, { signal }) => {
    const { pathname, search } = new URL(request.url)
    const { method, body } = request
    const url = new URL(base.pathname.replace(/\/$/, '') + pathname + search, base)
    const headers = without(request.headers, [...OF_ONE_HOP, 'host', 'content-length'])
    headers.set('accept-encoding', 'identity')
    try {
      const init = {
        method,
        headers,
        signal,
        redirect: 'manual',
        ...(body && { body, duplex: 'half' as const }),
      } as const
      const answer = await fetch(url, init)
      return new Response(answer.body, { status: answer.status, headers: without(answer.headers, UNDONE) })
    } catch (error) {
      if (signal.aborted) throw error
      // To the caller it is a service that is away; where it should be is not theirs to know.
      return new Response('The service is not running.\n', { status: 502 })
    }
  }
}

function without(headers: Headers, names: readonly string[]): Headers {
  const kept = new Headers(headers)
  for (const name of names) kept.delete(name)
  return kept
}
