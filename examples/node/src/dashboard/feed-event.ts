import type { Layout } from '@hydra/hns'
import type { LinkExplanation, PeerExplanation, Traffic } from '@hydra/peer'
import type { SeenRequest } from '@hydra/services'
import type { PeerRow } from '../node/peer-rows.ts'
import type { OwnService } from '../services/own-services.ts'

export type { OwnService, PeerRow, SeenRequest }

/** How the node fares at a moment. */
export interface Now {
  readonly atMs: number
  readonly upSeconds: number
  readonly url: string
  readonly peerId: string
  readonly addresses: readonly string[]
  readonly hidden: PeerExplanation['hidden']
  /** Those that are connected first. */
  readonly peers: readonly PeerRow[]
  /** How many more are known. */
  readonly morePeers: number
  readonly sources: NonNullable<LinkExplanation['discovery']>['sources']
  readonly traffic: Traffic
  readonly records: PeerExplanation['records']
  readonly services: readonly OwnService[]
  readonly memoryBytes: number
  /** Processor time that the process took so far. */
  readonly cpuMs: number
}

/** What had been sent and received by then. */
export type TrafficSample = Traffic & { readonly atMs: number }

export interface Line {
  readonly atMs: number
  readonly level: 'info' | 'warn'
  readonly text: string
}

export interface LedgerNow extends Layout {
  /** How many blocks are known in all. */
  readonly total: number
}

/** What the feed sends: the name of an event, and its data. */
export type FeedEvent =
  | { readonly event: 'now'; readonly data: Now }
  /** New ones, and those of which more is known; the oldest first. */
  | { readonly event: 'requests'; readonly data: readonly SeenRequest[] }
  | { readonly event: 'lines'; readonly data: readonly Line[] }
  | { readonly event: 'ledger'; readonly data: LedgerNow }
  /** What went over the connections before this page was opened. */
  | { readonly event: 'traffic'; readonly data: readonly TrafficSample[] }
