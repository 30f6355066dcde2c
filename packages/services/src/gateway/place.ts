/** What a URL of the gateway stands for. */
export interface Place {
  /** Key or name, as it is to be resolved. */
  readonly name: string
  /** Path and query at the service. */
  readonly target: string
  /** What stands before the service's own paths: nothing where it has a host of its own. */
  readonly prefix: string
}

const ROUTE = /^\/services\/([^/]+)(\/.*)?$/
const HOST = /^([^.]+)\.hydra\.localhost$/

/** Reads `/services/<name>/…` and `<name>.hydra.localhost`. */
export function placeOf(url: URL): Place | undefined {
  const host = HOST.exec(url.hostname)?.[1]
  if (host) return { name: host, target: url.pathname + url.search, prefix: '' }
  const [, segment, path = '/'] = ROUTE.exec(url.pathname) ?? []
  const name = segment && unescaped(segment)
  return name ? { name, target: path + url.search, prefix: `/services/${segment}` } : undefined
}

/** Where to ask for it. Escaped again, so that no part of a name becomes a part of the URL's syntax. */
export function serviceUrl({ name, target }: Place): string {
  return `hydra://${encodeURIComponent(name)}${target}`
}

/** What a service's "location" means for those who ask by the gateway. */
export function gatewayLocation(location: string, { name, prefix }: Place, key?: string): string {
  const [, host, path = '/'] =
    /^(?:hydra:\/\/|https?:\/\/)([^/?#]+?)(?:\.hydra\.localhost)?((?:[/?#].*)?)$/.exec(location) ?? []
  const own =
    host !== undefined &&
    (location.startsWith('hydra:') || /^https?:\/\/[^/?#.]+\.hydra\.localhost(?:[/?#]|$)/.test(location))
  if (own) return host === name || host === key ? prefix + absolute(path) : `/services/${host}${absolute(path)}`
  return location.startsWith('/') && !location.startsWith('//') ? prefix + location : location
}

const absolute = (path: string): string => (path.startsWith('/') ? path : `/${path}`)

function unescaped(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
