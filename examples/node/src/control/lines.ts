import type { Output } from '../cli/command.ts'

/** What a command gives, or why it ended. */
export type Sent = Output<unknown> | { readonly error: { readonly name: string; readonly message: string } }

// A result is a page of a list at most, and bytes come in pieces of a block.
const MAX_LINE_BYTES = 16 * 1024 ** 2

/** One output as a line of JSON; bytes are base64. */
export function toLine(output: Sent): Uint8Array {
  const value = 'bytes' in output ? { bytes: Buffer.from(output.bytes).toString('base64') } : output
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`)
}

/** Reads lines back. Throws where one is no output: both ends are of one version. */
export async function* fromLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Sent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true })
    if (rest.length > MAX_LINE_BYTES) throw new RangeError('The daemon sent a line without an end.')
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield fromLine(line)
  }
}

function fromLine(line: string): Sent {
  const value = JSON.parse(line) as Record<string, unknown>
  if (typeof value['bytes'] === 'string') return { bytes: Buffer.from(value['bytes'], 'base64') }
  return value as unknown as Sent
}
