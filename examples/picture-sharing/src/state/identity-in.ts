import { varint } from 'multiformats'
import { CID } from 'multiformats/cid'

/** A file that was not saved here. */
class NoJournalError extends Error {
  override readonly name = 'NoJournalError'
  constructor(options?: ErrorOptions) {
    super('This file is no saved journal. Choose one whose name begins with “daybook”.', options)
  }
}

// The list that an export begins with holds an identity, and whom somebody follows.
const MAX_LIST_BYTES = 16 * 1024 * 1024

/** Who saved a file, still encrypted. An export is a CAR whose first block is a list in JSON. */
export async function identityIn(file: Blob): Promise<Uint8Array> {
  try {
    const start = new Uint8Array(await file.slice(0, MAX_LIST_BYTES).arrayBuffer())
    const [headerBytes, headerStart] = varint.decode(start)
    const block = start.subarray(headerStart + headerBytes)
    const [bytes, at] = varint.decode(block)
    const [, list] = CID.decodeFirst(block.subarray(at, at + bytes))
    const { identity }: { identity?: unknown } = JSON.parse(new TextDecoder().decode(list))
    if (typeof identity !== 'string') throw new Error('It holds no identity.')
    return Uint8Array.from(atob(identity), (letter) => letter.charCodeAt(0))
  } catch (cause) {
    throw new NoJournalError({ cause })
  }
}
