import type { Refusal } from './candidate.ts'

/** What is known of one peer, and why it is connected or not. */
export interface PeerExplanation {
  readonly peerId: string
  /** Names of the sources that found it, the first one first. */
  readonly sources: readonly string[]
  /** Whether the peer itself signed the addresses below. */
  readonly signed: boolean
  readonly group: string
  readonly anchor: boolean
  readonly addresses: readonly string[]
  readonly state: 'connected' | 'dialling' | 'waiting' | 'unreachable' | 'not-needed' | 'given-up'
  /** One sentence for a person. */
  readonly why: string
  readonly dials: number
  readonly failures: number
  readonly lastError?: string
}

/** How one source fares. */
export interface SourceExplanation {
  readonly name: string
  readonly state: 'running' | 'failed' | 'ended'
  readonly found: number
  /** How often something it yielded was not used, by reason. */
  readonly refused: Readonly<Partial<Record<Refusal, number>>>
  readonly announced: boolean
  readonly lastError?: string
}

/** Everything that discovery knows: what `hydra doctor` prints. */
export interface Explanation {
  readonly peers: readonly PeerExplanation[]
  readonly sources: readonly SourceExplanation[]
  /** What went wrong with remembering, where anything did. */
  readonly storeError?: string
}
