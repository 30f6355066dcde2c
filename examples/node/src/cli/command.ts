import type { HydraNode } from '../node/open-node.ts'
import type { Configuration } from '../config/configuration.ts'

/** What a command may be told besides its arguments. */
export interface Option {
  readonly type: 'flag' | 'text' | 'number' | 'list'
  readonly about: string
  /** What stands for the value in the help. @default VALUE */
  readonly value?: string
}

export interface Progress {
  readonly what: string
  readonly done: number
  readonly total?: number
  readonly unit: 'bytes' | 'tries'
}

/** What a command gives, piece by piece. */
export type Output<R> =
  /** What was asked for: a line of JSON with `--json`, else what `text` makes of it. */
  | { readonly result: R }
  /** Raw bytes for stdout. */
  | { readonly bytes: Uint8Array }
  | { readonly progress: Progress }
  /** For a person: goes to stderr. */
  | { readonly note: string }

/** What the user typed, read by the command's own table. */
export interface Call {
  readonly args: readonly string[]
  readonly flag: (name: string) => boolean
  readonly text: (name: string) => string | undefined
  readonly number: (name: string) => number | undefined
  readonly list: (name: string) => readonly string[]
  /** Standard input, read when the command wants it. */
  readonly input: AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
}

/** Everything that help, parsing and `--json` come from. */
export interface About {
  readonly summary: string
  /** `<this>` is needed, `[that]` may be left out, `<these...>` are one or more. */
  readonly args?: readonly string[]
  readonly options?: Readonly<Record<string, Option>>
  readonly example: string
  /** Which arguments and options are paths: they mean the same wherever the command runs. `-` is standard input. */
  readonly paths?: readonly string[]
  /** Takes all settings as flags. */
  readonly settings?: boolean
}

/** Where a command was typed. */
export interface Here {
  readonly configuration: Configuration
  readonly commands: Readonly<Record<string, Command>>
  /** Runs another command, on the daemon where one runs. */
  ask(command: string, args: readonly string[], options?: Values, input?: AsyncIterable<Uint8Array>): Outputs
}

/** Options as they travel: plain JSON. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>
export type Outputs = AsyncIterable<Output<unknown>>

/** Runs where the peer is: in the daemon, or in a peer of its own where none runs. */
export interface PeerCommand extends About {
  readonly run: (node: HydraNode, call: Call) => Outputs
  readonly text: (result: unknown) => string
}

/** Runs where it was typed. */
export interface LocalCommand extends About {
  readonly local: (here: Here, call: Call) => Outputs
  readonly text: (result: unknown) => string
}

export type Command = PeerCommand | LocalCommand

interface PeerParts<R> extends About {
  readonly run: (node: HydraNode, call: Call) => AsyncIterable<Output<R>>
  readonly text: (result: R) => string
}

interface LocalParts<R> extends About {
  readonly local: (here: Here, call: Call) => AsyncIterable<Output<R>>
  readonly text: (result: R) => string
}

/** A command on a peer. Its results are what `run` yields, whether they came over the wire or not. */
export function peerCommand<R>({ text, ...parts }: PeerParts<R>): PeerCommand {
  return { ...parts, text: (result) => text(result as R) }
}

/** A command of this place. */
export function localCommand<R>({ text, ...parts }: LocalParts<R>): LocalCommand {
  return { ...parts, text: (result) => text(result as R) }
}
