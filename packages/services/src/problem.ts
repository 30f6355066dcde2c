const TITLES = {
  400: 'Bad request',
  403: 'Not from there',
  404: 'Not found',
  409: 'Contested name',
  413: 'Too big',
  421: 'Wrong host',
  429: 'Too many requests',
  500: 'The service failed',
  502: 'Nobody home',
  503: 'Not ready',
  504: 'Too slow',
} as const

/** When to come back, in seconds: most requests are over by then. */
const RETRY_AFTER = '1'

/** An error as a response that people and programs can read (RFC 9457). */
export function problem(status: keyof typeof TITLES, detail: string): Response {
  const body = JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail })
  const headers = { 'content-type': 'application/problem+json', ...(status === 429 && { 'retry-after': RETRY_AFTER }) }
  return new Response(body, { status, headers })
}
