import { problem } from '../problem.ts'

export interface GuardOptions {
  readonly hosts: readonly string[]
  readonly origins: readonly string[]
}

// An address cannot be made to point elsewhere, and browsers keep "localhost" at home.
const LOCAL = /^(?:localhost|[^.]+\.hydra\.localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/

/** Refuses what a web page of strangers makes a browser ask; undefined where nothing is wrong. */
export function refusal(request: Request, url: URL, { hosts, origins }: GuardOptions): Response | undefined {
  // A page whose name was made to point here (DNS rebinding) would pass for this origin, and read everything.
  if (!LOCAL.test(url.hostname) && !hosts.includes(url.hostname)) {
    return problem(421, `This gateway does not answer for "${url.hostname}". Its owner can name it in \`hosts\`.`)
  }
  if (comesFromElsewhere(request, url, origins)) {
    return problem(403, 'Pages of other origins may link here, but not ask. Its owner can name them in `origins`.')
  }
  // Under a path that services share, a worker of one could answer for another.
  if (request.headers.get('service-worker') === 'script' && url.pathname.startsWith('/services/')) {
    return problem(403, 'A service worker needs an origin of its own: use <name or key>.hydra.localhost.')
  }
  return undefined
}

/** Whoever asks in the user's name from another page would link the user to what it made the user ask. */
function comesFromElsewhere(request: Request, url: URL, origins: readonly string[]): boolean {
  const { headers, method } = request
  const origin = headers.get('origin')
  if (origin !== null && origin !== url.origin && !origins.includes(origin)) return true
  const site = headers.get('sec-fetch-site')
  if (site === null || site === 'same-origin' || site === 'none') return false
  if (origin !== null && origins.includes(origin)) return false
  // A link that somebody follows; services are each other's strangers, though "site" calls them one.
  return !(
    headers.get('sec-fetch-mode') === 'navigate' &&
    method === 'GET' &&
    headers.get('sec-fetch-dest') === 'document'
  )
}
