/**
 * What the worker offers to the code around a guest: text, numbers and bytes go in and out, never objects, so that
 * nothing of the host can be reached through them. `random` is there only where it was granted.
 */
export interface Host {
  reply(call: number, head: string, body: string | ArrayBuffer | null): void
  threw(call: number, reason: string): void
  /** Asks the host for something; what it answers comes by `settle` under the number returned. Throws over the limit. */
  ask(call: number, kind: string, text: string, body?: string | ArrayBuffer | null): number
  log(line: string): void
  random?(count: number): ArrayBuffer
  encode(text: string): ArrayBuffer
  decode(bytes: ArrayBuffer): string
  /** The parts of a URL as JSON; nothing where it is none. */
  url(href: string, base?: string): string | undefined
  /** The same URL with one part changed. */
  changeUrl(href: string, part: string, value: string): string
  /** The pairs of a query as JSON, and the other way round. */
  readQuery(text: string): string
  writeQuery(pairs: string): string
}
