import type {
  CheckStep,
  FoundFiles,
  HostedService,
  Ledger,
  LogLine,
  Network,
  NetworkPeer,
  RequestSeen,
  SharedFile,
  TrafficSample,
} from '@hydra/views'

// A name that would run where it is taken for markup.
export const MARKUP = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`

const OVERS = ['websocket', 'webrtc', 'tcp', 'http', 'webrtc-direct', 'room'] as const
const SOURCES = ['mdns', 'static', 'exchange', 'tracker', 'dns']

function peer(at: number, own: Partial<NetworkPeer> = {}): NetworkPeer {
  return {
    peerId: `12D3KooW${((at + 1) * 7_919).toString(36).padStart(12, 'q')}`,
    state: 'connected',
    over: OVERS[at % OVERS.length] ?? 'other',
    relayed: at % 4 === 3,
    outbound: at % 2 === 0,
    roundTripMs: [1.2, 8, 24, 61, 140, 420, 12][at % 7] ?? 5,
    sources: [SOURCES[at % SOURCES.length] ?? 'mdns'],
    ...own,
  }
}

export function network(connected: number, others: number, own: Partial<NetworkPeer> = {}): Network {
  const near = Array.from({ length: connected }, (_, at) => peer(at, own))
  const far = Array.from({ length: others }, (_, at) => {
    const { over: _over, roundTripMs: _ms, relayed: _relayed, outbound: _outbound, ...rest } = peer(at + connected, own)
    return { ...rest, state: (['not-needed', 'waiting', 'unreachable', 'dialling'] as const)[at % 4] ?? 'waiting' }
  })
  return { self: { peerId: '12D3KooWself' }, peers: [...near, ...far], hidden: connected > 3 ? 'strong' : 'weak' }
}

export function traffic(nowMs: number): TrafficSample[] {
  let [sentBytes, receivedBytes] = [0, 0]
  return Array.from({ length: 120 }, (_, at) => {
    sentBytes += 3_000 + 2_500 * Math.sin(at / 9) + (at % 17 === 0 ? 40_000 : 0)
    receivedBytes += 9_000 + 8_000 * Math.sin(at / 23) + (at > 60 && at < 80 ? 90_000 : 0)
    return { atMs: nowMs - (120 - at) * 1_000, sentBytes, receivedBytes }
  })
}

export function requests(count: number, nowMs: number, path = '/notes/7'): RequestSeen[] {
  return Array.from({ length: count }, (_, at) => {
    const startedMs = nowMs - ((count - at) * 110_000) / count
    const base = {
      id: at,
      method: at % 5 === 0 ? 'POST' : 'GET',
      service: at % 3 === 0 ? 'my-notes' : 'guest-book',
      path,
    }
    const seen = {
      ...base,
      direction: at % 3 === 1 ? ('served' as const) : ('asked' as const),
      privacy: (['hidden', 'hidden', 'direct', 'weak'] as const)[at % 4] ?? 'hidden',
      startedMs,
    }
    if (at % 11 === 10) return { ...seen, tookMs: 5_000, failure: 'Nobody answered "guest-book". Is its host online?' }
    if (at % 13 === 12) return seen
    return { ...seen, tookMs: 200 + ((at * 977) % 6_000), status: at % 7 === 6 ? 404 : 200 }
  })
}

export function ledger(
  blocks: number,
  name = (at: number) => ['my-notes', 'guest-book', 'whales', 'poll'][at % 4] ?? '',
): Ledger {
  const nodes = Array.from({ length: blocks }, (_, at) => {
    const y = at % 9 === 4 || at % 9 === 5 ? 1 : at % 17 === 12 ? 2 : 0
    return {
      id: `block${at}`,
      name: name(at),
      key: `key${(at * 7) % 5}`,
      work: 1_000 + at,
      x: at,
      y,
      joins: at % 9 === 7,
      isRival: at % 4 === 2 && at % 3 === 0,
      isTip: at === blocks - 1 || at % 17 === 12,
    }
  })
  const edges = nodes.flatMap(({ id }, at) => {
    if (at === 0) return []
    const before = at % 9 === 4 ? at - 1 : at % 9 === 6 ? at - 3 : at - 1
    const own = [{ from: id, to: `block${Math.max(0, before)}` }]
    return at % 9 === 7 ? [...own, { from: id, to: `block${at - 2}` }] : own
  })
  return { nodes, edges, columns: blocks, rows: 3, total: blocks }
}

export const files = (
  count: number,
  name = (at: number) => ['whale.jpg', 'song of the sea.mp3', 'notes.txt', 'thesis.pdf', 'film.webm'][at % 5] ?? '',
): SharedFile[] =>
  Array.from({ length: count }, (_, at) => ({
    cid: `bafkreib${at}xyzabcdefghijk`,
    name: name(at),
    bytes: 1_234 * (at + 1) ** 3,
    mediaType: ['image/jpeg', 'audio/mpeg', 'text/plain', 'application/pdf', 'video/webm'][at % 5] ?? '',
    privacy: at % 4 === 3 ? ('hidden' as const) : ('direct' as const),
    providers: [0, 1, 3, 9][at % 4] ?? 0,
    ...(at === 1 && { progress: { done: 4_200_000, total: 9_000_000, unit: 'bytes' as const } }),
  }))

export function found(total: number, name?: (at: number) => string): FoundFiles {
  const entries = files(Math.min(20, total), name).map(({ cid, name = '', bytes = 0, mediaType = '' }, at) => ({
    cid,
    name,
    bytes,
    mediaType,
    tags: ['sea', 'blue', 'winter'].slice(0, at % 4),
    description: 'Seen from the pier, before anybody was up.',
  }))
  return { total, exact: true, entries }
}

export function services(count: number, title?: string): HostedService[] {
  return Array.from({ length: count }, (_, at) => ({
    label: `service-${at}`,
    title: title ?? ['Guest book', 'Notes', 'Poll'][at % 3] ?? '',
    url: 'hydra://z6MkexampleKeyOfAServiceThatIsLong/',
    kind: at % 3 === 1 ? ('server' as const) : ('guest' as const),
    origin: 'http://localhost:3000',
    state: at % 5 === 4 ? ('waiting' as const) : ('running' as const),
    permissions: ['It keeps up to 65536 bytes here.', 'It knows what time it is here.'],
    ...(at % 3 !== 1 && {
      usage: { cpuMs: 1_234 + 50 * at, memoryBytes: 18_000_000, memoryLimitBytes: 32 * 1024 ** 2, calls: 42 },
    }),
    ...(at % 5 === 4 && { restarts: 3, lastEnd: 'cpu' }),
  }))
}

export const logs = (count: number, nowMs: number, text = 'shared file=whale.jpg cid=bafkrei…'): LogLine[] =>
  Array.from({ length: count }, (_, at) => ({
    atMs: nowMs - (count - at) * 900,
    level: at % 7 === 6 ? ('warn' as const) : ('info' as const),
    text: at % 7 === 6 ? 'a shared file was passed over: it was taken away' : text,
  }))

export const steps: CheckStep[] = [
  { step: 'data folder', well: true, found: '/home/ada/.local/share/hydra' },
  { step: 'disk', well: true, found: '84.2 GB free' },
  { step: 'clock', well: true, found: '2026-11-25T15:00:00, as 4 of its neighbours have it' },
  {
    step: 'connections',
    well: false,
    found: 'none: nobody answered at any of its addresses',
    remedy: '`hydra peers ls` says of each peer why it is not connected. A firewall may be in the way.',
  },
]
