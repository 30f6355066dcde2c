/** A record that this set does not take. */
export class RefusedRecordError extends Error {
  override readonly name = 'RefusedRecordError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The record is refused: ${reason}. Only its author can change it.`, options)
  }
}

/** The set or its store was closed. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError'
  constructor(options?: ErrorOptions) {
    super('The record set is closed. Create it again to go on.', options)
  }
}

/** The other end broke the protocol, or asked for more work than one session may cost. */
export class MisbehavedError extends Error {
  override readonly name = 'MisbehavedError'
  constructor(what: string, options?: ErrorOptions) {
    super(`The peer ${what}. Disconnect from it; records taken so far were valid and are kept.`, options)
  }
}

/** The other end knows no records of this kind, or keeps a different one. */
export class UnknownKindError extends Error {
  override readonly name = 'UnknownKindError'
  constructor(kind: string, options?: ErrorOptions) {
    super(`The peer does not carry records of kind "${kind}". Ask another peer.`, options)
  }
}

/** The store could not make a write durable; nothing of it was kept. */
export class StoreWriteError extends Error {
  override readonly name = 'StoreWriteError'
  constructor(options?: ErrorOptions) {
    super(
      'The records could not be written to disk. Check free space and the disk, then open the store again.',
      options,
    )
  }
}

/** The store is open elsewhere. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError'
  constructor(where: string, options?: ErrorOptions) {
    super(`"${where}" is in use by another process. Close it there, or choose another path.`, options)
  }
}

/** The store was written by a newer version of this library. */
export class StoreTooNewError extends Error {
  override readonly name = 'StoreTooNewError'
  constructor(where: string, version: number, options?: ErrorOptions) {
    super(
      `"${where}" has schema ${version}, newer than this version reads. Update the software; nothing was changed.`,
      options,
    )
  }
}

/** The store's file is damaged beyond what can be dropped entry by entry. */
export class StoreDamagedError extends Error {
  override readonly name = 'StoreDamagedError'
  constructor(where: string, options?: ErrorOptions) {
    super(`"${where}" is damaged. Move it away and open again: what others hold is fetched from them.`, options)
  }
}

/** The other end serves as many peers as it can. */
export class BusyError extends Error {
  override readonly name = 'BusyError'
  constructor(options?: ErrorOptions) {
    super('The peer is busy with others. Try again later, or ask another peer.', options)
  }
}
