/** What carries the bytes of a connection. */
export type Transport = 'websocket' | 'webrtc' | 'webrtc-direct' | 'http' | 'tcp' | 'room' | 'i2p' | 'memory' | 'other'

/** A peer as the graph shows it: connected, or known and why it is not. */
export interface NetworkPeer {
  readonly peerId: string
  /** What this user calls it. */
  readonly name?: string
  readonly state: 'connected' | 'dialling' | 'waiting' | 'unreachable' | 'not-needed' | 'given-up'
  readonly over?: Transport
  readonly relayed?: boolean
  readonly outbound?: boolean
  readonly roundTripMs?: number
  /** Which sources found it, the first one first. */
  readonly sources: readonly string[]
  /** One sentence for a person. */
  readonly why?: string
}

export interface NetworkSource {
  readonly name: string
  readonly state: 'running' | 'failed' | 'ended'
  /** How many peers it found. */
  readonly found: number
  readonly lastError?: string
}

export interface Network {
  readonly self: { readonly peerId: string; readonly name?: string; readonly addresses?: readonly string[] }
  readonly peers: readonly NetworkPeer[]
  /** How many more are known than stand in `peers`. @default 0 */
  readonly more?: number
  readonly hidden: 'strong' | 'weak'
  readonly sources?: readonly NetworkSource[]
}

/** How much went over the connections, as counted up to a moment. */
export interface TrafficSample {
  readonly atMs: number
  readonly sentBytes: number
  readonly receivedBytes: number
}

/** A request that this peer made or answered. `weak`: it was to be hidden, and too few links hide it. */
export interface RequestSeen {
  readonly id: string | number
  readonly direction: 'asked' | 'served'
  readonly method: string
  /** Who was asked: a name or key, as it stands in the URL. */
  readonly service: string
  readonly path: string
  /** Unknown until it is sent. Of a request that was served: how the service is hosted. */
  readonly privacy?: 'direct' | 'hidden' | 'weak'
  readonly startedMs: number
  /** Until its answer began, or it failed; absent while it is under way. */
  readonly tookMs?: number
  readonly status?: number
  readonly failure?: string
  /** Of one that was asked: what became of it on its way. */
  readonly steps?: readonly {
    readonly afterMs: number
    readonly what: 'sent' | 'answered' | 'retrying'
    readonly attempt: number
    readonly reason?: string
  }[]
}

export interface Progress {
  readonly done: number
  /** Absent where nobody knows. */
  readonly total?: number
  readonly unit: 'bytes' | 'tries'
}

/** A file that is shared here, or on its way. */
export interface SharedFile {
  readonly cid: string
  readonly name?: string
  readonly bytes?: number
  readonly mediaType?: string
  readonly privacy?: 'direct' | 'hidden'
  /** How many others have it; absent where nobody was asked. */
  readonly providers?: number
  /** Present while it comes or is added. */
  readonly progress?: Progress
  readonly failure?: string
  /** Where its bytes are. */
  readonly href?: string
}

export interface FoundFile {
  readonly cid: string
  readonly name: string
  readonly bytes: number
  readonly mediaType: string
  readonly tags?: readonly string[]
  readonly description?: string
  readonly href?: string
}

export interface FoundFiles {
  readonly total: number
  /** Whether `total` was counted; else it is an estimate. @default true */
  readonly exact?: boolean
  readonly entries: readonly FoundFile[]
}

export interface Usage {
  readonly cpuMs: number
  readonly memoryBytes: number
  /** The most memory that it may take. */
  readonly memoryLimitBytes?: number
  readonly calls: number
}

/** A service that is hosted here. */
export interface HostedService {
  /** Its label here: what `onStop` is called with. */
  readonly label: string
  readonly title?: string
  /** `hydra://<key>/`. */
  readonly url: string
  /** Where a browser opens it. */
  readonly href?: string
  /** A server of this machine, a published service in the sandbox, or code of this page. */
  readonly kind: 'server' | 'guest' | 'page'
  /** What it stands for: the server's URL, or the CID of a manifest. */
  readonly origin?: string
  readonly state?: 'running' | 'waiting' | 'stopped'
  /** What it was granted, in sentences. */
  readonly permissions?: readonly string[]
  readonly restarts?: number
  readonly lastEnd?: string
  readonly usage?: Usage
}

/** A published service that anybody may run. */
export interface ListedService {
  readonly name: string
  readonly fingerprint?: string
  readonly title: string
  readonly description: string
  readonly tags?: readonly string[]
  /** The CID of its manifest. */
  readonly manifest: string
}

/** What a person looks at before running somebody's code. */
export interface ServiceInspection {
  readonly manifest: string
  readonly title: string
  readonly version?: string
  readonly licence?: string
  readonly description?: string
  /** What it asks for, in sentences. */
  readonly asks: readonly string[]
  /** Its source, by file names. */
  readonly files?: Readonly<Record<string, string>>
}

export interface LedgerBlock {
  readonly id: string
  readonly name: string
  /** The claimer's key: one colour each. */
  readonly key: string
  readonly work: number
  /** Its column, and its row. */
  readonly x: number
  readonly y: number
  /** Whether it joins branches, whether another key claims the same name, whether nothing stands on it yet. */
  readonly joins: boolean
  readonly isRival: boolean
  readonly isTip: boolean
}

/** The newest blocks of the ledger, laid out. `names.layout()` gives one. */
export interface Ledger {
  readonly nodes: readonly LedgerBlock[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
  readonly columns: number
  readonly rows: number
  /** How many blocks are known in all. @default those in `nodes` */
  readonly total?: number
}

/** One key's claim on a name, with the evidence for it. */
export interface NameClaim {
  readonly name: string
  readonly key: string
  readonly fingerprint: string
  readonly title?: string
  readonly description?: string
  readonly work: number
  readonly contested: boolean
  readonly pinned: boolean
  readonly looksLike: readonly string[]
  readonly block?: string
}

export interface LogLine {
  readonly atMs: number
  readonly level: 'info' | 'warn'
  readonly text: string
}

/** One step of the doctor. */
export interface CheckStep {
  readonly step: string
  readonly well: boolean
  readonly found: string
  /** What to do about it. */
  readonly remedy?: string
}
