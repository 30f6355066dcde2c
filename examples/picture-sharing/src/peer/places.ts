/** Where this app meets others: its own origin's node, or whatever the link to it names. Nobody else is contacted. */
export interface Places {
  /** Addresses of nodes. */
  readonly nodes: readonly string[]
  /** WebSocket servers that repeat each message to everyone else. */
  readonly rooms: readonly string[]
  /** Known to those in the rooms, and not to the rooms' servers. */
  readonly secret: string
}

/** What a link says: `#/person/…?room=wss://room.example/lobby&secret=…`, or `#node=/dns4/node.example/tcp/443/tls/ws`. */
export function placesIn(query: URLSearchParams): Places | undefined {
  const [nodes, rooms] = [query.getAll('node'), query.getAll('room')]
  if (nodes.length + rooms.length === 0) return undefined
  return { nodes, rooms, secret: query.get('secret') ?? '' }
}

/** The node that served the page, if it is one. */
export function ownOrigin({ protocol, hostname, port }: Pick<Location, 'protocol' | 'hostname' | 'port'>): Places {
  const isSecure = protocol === 'https:'
  const host = hostname === 'localhost' ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '')
  const kind = /^\d+(\.\d+){3}$/.test(host) ? 'ip4' : host.includes(':') ? 'ip6' : 'dns4'
  const address = `/${kind}/${host}/tcp/${port || (isSecure ? 443 : 80)}/${isSecure ? 'tls/ws' : 'ws'}`
  return { nodes: [address], rooms: [], secret: '' }
}

/** Adds to a link where its reader meets us: nothing, where that is the page's own origin. */
export function addPlaces(query: URLSearchParams, { nodes, rooms, secret }: Places, own: Places): void {
  if (rooms.length === 0 && nodes.join() === own.nodes.join()) return
  for (const node of nodes) query.append('node', node)
  for (const room of rooms) query.append('room', room)
  if (secret !== '') query.set('secret', secret)
}

/** Whether a host is this machine or in a private network: only there may addresses of such be dialled. */
export function isPrivateHost(host: string): boolean {
  return /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[?(::1|f[cd]|fe80))|\.local$/.test(
    host,
  )
}
