const TITLES = {
  400: 'Bad request',
  403: 'Not from there',
  404: 'Not found',
  405: 'Reading only',
  406: 'Not in that form',
  412: 'Not here',
  413: 'Too big',
  416: 'Outside the file',
  421: 'Wrong host',
  502: 'Damaged on its way',
  503: 'Not ready',
  504: 'Too slow',
} as const

/** An error as a response that people and programs can read (RFC 9457). */
export function problem(status: keyof typeof TITLES, detail: string, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail })
  return new Response(body, { status, headers: { 'content-type': 'application/problem+json', ...headers } })
}
