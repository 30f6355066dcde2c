import { performance } from 'node:perf_hooks'
import type { HydraNode } from '../node/open-node.ts'
import type { Traffic } from './traffic.ts'

const FORMAT = 'text/plain; version=0.0.4; charset=utf-8'

type Labels = Readonly<Record<string, string>>
type Sample = readonly [labels: Labels, value: number]

/** Everything that is measured, in Prometheus' text format. Nothing is counted for it that is not counted anyway. */
export function metrics(node: HydraNode, traffic: Traffic): Response {
  const { link, records, hidden } = node.peer.explain()
  const memory = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const connections = countBy(link.connections ?? [], ({ over, relayed }) => `${over} ${relayed}`)
  const lines = [
    ...metric('hydra_up_seconds', 'gauge', 'Since the node was opened.', [[{}, (Date.now() - node.since) / 1000]]),
    ...metric('hydra_connections', 'gauge', 'Open connections, by what carries them.', [...connections].map(byCarrier)),
    ...metric('hydra_hidden_strong', 'gauge', 'Whether enough links hide this peer.', [
      [{}, hidden === 'strong' ? 1 : 0],
    ]),
    ...metric('hydra_records', 'gauge', 'Records held, by kind.', entries(records, 'kind')),
    ...metric('hydra_services', 'gauge', 'Services hosted here.', [[{}, node.own.list().length]]),
    ...metric('hydra_known_peers', 'gauge', 'Peers known, by how they stand.', knownPeers(link.discovery)),
    ...metric('hydra_http_requests_total', 'counter', 'HTTP requests answered.', [...traffic.counts()].map(byRoute)),
    ...metric('hydra_http_requests_open', 'gauge', 'HTTP requests under way.', [[{}, traffic.underWay()]]),
    ...metric(
      'hydra_refused_total',
      'counter',
      'Turned away at the port.',
      entries(node.peer.link.port.refused(), 'reason'),
    ),
    ...metric('process_resident_memory_bytes', 'gauge', 'Memory in use.', [[{}, memory.rss]]),
    ...metric('process_cpu_seconds_total', 'counter', 'Processor time.', [[{}, (user + system) / 1e6]]),
    ...metric('nodejs_heap_used_bytes', 'gauge', 'Of it, the heap.', [[{}, memory.heapUsed]]),
    ...metric('nodejs_eventloop_utilization', 'gauge', 'Of the loop’s time, how much it worked.', [
      [{}, performance.eventLoopUtilization().utilization],
    ]),
  ]
  return new Response(`${lines.join('\n')}\n`, { headers: { 'content-type': FORMAT } })
}

function metric(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string[] {
  const lines = samples.map(([labels, value]) => `${name}${labelsOf(labels)} ${value}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines]
}

function labelsOf(labels: Labels): string {
  const escaped = (value: string): string =>
    value.replaceAll(/[\\"\n]/g, (letter) => (letter === '\n' ? '\\n' : `\\${letter}`))
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function entries(values: Readonly<Partial<Record<string, number>>>, label: string): Sample[] {
  return Object.entries(values).map(([name, value = 0]) => [{ [label]: name }, value])
}

function byCarrier([key, count]: readonly [string, number]): Sample {
  const [over = '', relayed = ''] = key.split(' ')
  return [{ over, relayed }, count]
}

function byRoute([key, count]: readonly [string, number]): Sample {
  const [route = '', status = ''] = key.split(' ')
  return [{ route, status }, count]
}

function knownPeers(discovery: { peers: readonly { state: string }[] } | undefined): Sample[] {
  return [...countBy(discovery?.peers ?? [], ({ state }) => state)].map(([state, count]) => [{ state }, count])
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}
