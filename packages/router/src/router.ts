import type { KeyPair, PublicKey } from '@hydra/identity'
import type { Unsubscribe } from './link.ts'

/** How much a request tells others. `sealed` (onion cells and cover traffic) will join these. */
export type Privacy = 'direct' | 'hidden'

/** Bytes as they come: whole, or piece by piece under the reader's pace. */
export type Body = Uint8Array | AsyncIterable<Uint8Array>

export interface IncomingRequest {
  readonly body: AsyncIterable<Uint8Array>
  /** Aborts when the asker gave up or the trail to it broke. */
  readonly signal: AbortSignal
  /** The key that the asker chose to sign with, if it did. */
  readonly caller?: PublicKey
}

/** Answers a request. The body's first piece leaves as soon as it is there. */
export type Handler = (request: IncomingRequest) => Body | Promise<Body>

export interface RequestOptions {
  /** @default 'hidden' */
  privacy?: Privacy
  /** Accepts `hidden` where this peer has too few links to hide behind. @default false */
  acceptWeak?: boolean
  /** Signs the request, so that the host knows its caller. Unsigned by default. */
  caller?: KeyPair
  signal?: AbortSignal
  onProgress?: (event: RequestProgress) => void
}

export type RequestProgress =
  | { readonly type: 'sent'; readonly attempt: number; readonly privacy: Privacy | 'weak' }
  | { readonly type: 'answered'; readonly attempt: number }
  | { readonly type: 'retrying'; readonly attempt: number; readonly reason: string }

export interface Answer {
  readonly body: AsyncIterable<Uint8Array>
}

export interface HostOptions {
  /** Requests served at once; as many more wait, and the rest are refused. @default 64 */
  maxConcurrent?: number
  /** `direct` announces from here at once, and says so to every neighbour. @default 'hidden' */
  privacy?: Privacy
  signal?: AbortSignal
}

export interface PublishOptions {
  /** @default 'hidden' */
  privacy?: Privacy
  signal?: AbortSignal
}

/** Asks the network, and gets an answer, without saying who asked or who answered. */
export interface Router {
  /** Hosts a service under a key of ours and announces it until unsubscribed. */
  host(key: KeyPair, handler: Handler, options?: HostOptions): Promise<Unsubscribe>
  /** Asks the service behind a key. Throws `NoAnswerError` if nobody answers. */
  request(service: PublicKey, body: Body, options?: RequestOptions): Promise<Answer>
  /** Answers questions put to a topic. `undefined` means: not me. */
  answer(
    topic: string,
    handler: (request: IncomingRequest) => Body | undefined | Promise<Body | undefined>,
  ): Unsubscribe
  /** Asks whoever answers a topic; answers come as they arrive, until the caller has enough. */
  ask(topic: string, body: Uint8Array, options?: RequestOptions): AsyncIterable<Answer>
  /** Brings bytes to everyone who subscribed to the topic. */
  publish(topic: string, bytes: Uint8Array, options?: PublishOptions): Promise<void>
  subscribe(topic: string, listener: (bytes: Uint8Array) => void): Unsubscribe
  /** How well `hidden` hides here. `weak`: too few links of our own choice, so that what we send is known to be ours. */
  hidden(): 'strong' | 'weak'
  close(): Promise<void>
}
