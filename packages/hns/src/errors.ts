/** A worker that mines could not start, or ended. */
export class MinerError extends Error {
  override readonly name = 'MinerError'
  constructor(options?: ErrorOptions) {
    super(
      'A worker that mines failed. Each takes 35 MB; a page needs `worker-src blob:` in its security policy. ' +
        'Use fewer threads, or `threads: 0` to mine without workers.',
      options,
    )
  }
}

/** A name that cannot be claimed or looked up. */
export class InvalidNameError extends Error {
  override readonly name = 'InvalidNameError'
  constructor(text: string, reason: string) {
    super(`"${text}" cannot be a name: ${reason}. Choose another.`)
  }
}

/** Bytes that are no block of the ledger. */
export class InvalidBlockError extends Error {
  override readonly name = 'InvalidBlockError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no valid block: ${reason}. Ask another peer for it.`, options)
  }
}

/** A claim that says too much. */
export class BlockTooLargeError extends Error {
  override readonly name = 'BlockTooLargeError'
  constructor(bytes: number, most: number) {
    super(`The block would have ${bytes} bytes, and ${most} are the limit. Shorten its description, tags or links.`)
  }
}

/** The lists of what is pinned, hidden and dropped cannot be kept. */
export class LocalListError extends Error {
  override readonly name = 'LocalListError'
  constructor(most: number) {
    super(`The list of names pinned, hidden or dropped is damaged, or has more than ${most} entries. Remove some.`)
  }
}

/** A key has no claim on a name to be updated. */
export class NotClaimedError extends Error {
  override readonly name = 'NotClaimedError'
  constructor(name: string) {
    super(`This key has no claim on "${name}" here. Claim it first, or let the ledger be synced.`)
  }
}

/** What a claim is to say cannot stand in a block. */
export class InvalidPayloadError extends Error {
  override readonly name = 'InvalidPayloadError'
  constructor(reason: string) {
    super(`The claim cannot say this: ${reason}. Correct it, or leave it out.`)
  }
}

/** A gateway gave no answer that can be read. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This answer about a name cannot be used: ${reason}. Ask another peer.`, options)
  }
}
