import type { FeedEvent, LedgerNow, Line, Now, SeenRequest } from '@hydra/node/feed'
import type { TrafficSample } from '@hydra/views'
import { type ReadonlySignal, signal } from '@preact/signals'
import { type Ask, createAsk } from './ask.ts'
import { type Liveness, watch } from './watch.ts'

/** All that is known of the node, as it changes, and what it can be asked to do. */
export interface NodeState {
  readonly ask: Ask
  readonly liveness: ReadonlySignal<Liveness>
  readonly now: ReadonlySignal<Now | undefined>
  readonly traffic: ReadonlySignal<readonly TrafficSample[]>
  readonly requests: ReadonlySignal<readonly SeenRequest[]>
  readonly lines: ReadonlySignal<readonly Line[]>
  readonly ledger: ReadonlySignal<LedgerNow | undefined>
}

// The last hour as the node kept it and ten minutes more, and as much of the rest as the node keeps itself.
const KEPT_SAMPLES = 960
const KEPT_REQUESTS = 300
const KEPT_LINES = 1_000

export function createNodeState(token: string, closing: AbortSignal): NodeState {
  const liveness = signal<Liveness>('waiting')
  const now = signal<Now>()
  const traffic = signal<readonly TrafficSample[]>([])
  const requests = signal<readonly SeenRequest[]>([])
  const lines = signal<readonly Line[]>([])
  const ledger = signal<LedgerNow>()
  let isNew = true

  function onEvent(happened: FeedEvent): void {
    if (isNew) {
      // What was kept is told anew to whoever comes back.
      isNew = false
      requests.value = []
      lines.value = []
    }
    switch (happened.event) {
      case 'now': {
        const { atMs, traffic: count } = happened.data
        now.value = happened.data
        traffic.value = [...traffic.value, { atMs, ...count }].slice(-KEPT_SAMPLES)
        return
      }
      case 'traffic':
        traffic.value = [...happened.data]
        return
      case 'requests':
        requests.value = merged(requests.value, happened.data)
        return
      case 'lines':
        lines.value = [...lines.value, ...happened.data].slice(-KEPT_LINES)
        return
      case 'ledger':
        ledger.value = happened.data
    }
  }

  function onLiveness(state: Liveness): void {
    if (state !== 'live') isNew = true
    liveness.value = state
  }

  void watch(token, { onEvent, onLiveness }, closing)
  const ask = createAsk(token, () => onLiveness('refused'))
  return { ask, liveness, now, traffic, requests, lines, ledger }
}

function merged(before: readonly SeenRequest[], news: readonly SeenRequest[]): readonly SeenRequest[] {
  const byId = new Map(before.map((each) => [each.id, each]))
  for (const each of news) byId.set(each.id, each)
  return [...byId.values()].sort((a, b) => a.startedMs - b.startedMs).slice(-KEPT_REQUESTS)
}
