const TITLES = {
  400: 'Bad request',
  404: 'Not found',
  413: 'Too big',
  429: 'Too many requests',
  500: 'The service failed',
  502: 'Nobody home',
  504: 'Too slow',
} as const

/** An error as a response that people and programs can read (RFC 9457). */
export function problem(status: keyof typeof TITLES, detail: string): Response {
  const body = JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail })
  return new Response(body, { status, headers: { 'content-type': 'application/problem+json' } })
}
