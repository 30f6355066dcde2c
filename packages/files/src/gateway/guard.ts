import { problem } from './problem.ts'

// An address cannot be made to point elsewhere, and browsers keep "localhost" at home.
const LOCAL = /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/

/** Refuses what a page of strangers makes a browser ask: it would learn what is held here. */
export function refusal(
  request: Request,
  url: URL,
  { hosts, origins }: { readonly hosts: readonly string[]; readonly origins: readonly string[] },
): Response | undefined {
  // A page whose name was made to point here (DNS rebinding) would pass for this origin.
  if (!LOCAL.test(url.hostname) && !hosts.includes(url.hostname)) {
    return problem(421, `This gateway does not answer for "${url.hostname}". Its owner can name it in \`hosts\`.`)
  }
  const { headers } = request
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const named = origin !== null && (origin === url.origin || origins.includes(origin))
  const isLink = headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
  const isForeign = origin === null ? site !== null && site !== 'same-origin' && site !== 'none' && !isLink : !named
  if (!isForeign) return undefined
  return problem(403, 'Pages of other origins may link here, but not ask. Its owner can name them in `origins`.')
}
