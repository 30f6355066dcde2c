/** Nobody who was asked has a block of what was wanted. */
export class MissingBlockError extends Error {
  override readonly name = 'MissingBlockError'
  constructor(cid: string, asked: string, options?: ErrorOptions) {
    super(`Nobody has the block ${cid}: ${asked}. Try again when more peers that hold it are online.`, options)
  }
}

/** A store was asked for a block that it does not have. */
export class BlockNotFoundError extends Error {
  // What every interface-blockstore store calls it.
  override readonly name = 'NotFoundError'
  constructor(cid: string) {
    super(`The store has no block ${cid}. Ask \`has\` before \`get\`, or read through \`createFiles\`.`)
  }
}

/** The folder is there, and has no such entry. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError'
  constructor(path: string) {
    super(`There is no "${path}". \`ls\` lists what the folder has.`)
  }
}

/** Text that is no CID, or a CID that cannot be checked here. */
export class InvalidCidError extends Error {
  override readonly name = 'InvalidCidError'
  constructor(text: string, reason: string, options?: ErrorOptions) {
    super(`"${text.slice(0, 100)}" ${reason}. \`add\` and \`ls\` give CIDs that can be read.`, options)
  }
}

/** A path that leads out of its folder, or that two systems would read differently. */
export class InvalidPathError extends Error {
  override readonly name = 'InvalidPathError'
  constructor(path: string, reason: string) {
    super(`The path ${JSON.stringify(path.slice(0, 200))} ${reason}. Name files by plain names, with "/" between them.`)
  }
}

/** Blocks that are what their CIDs say, and make no file or folder all the same. */
export class MalformedDagError extends Error {
  override readonly name = 'MalformedDagError'
  constructor(cid: string, reason: string, options?: ErrorOptions) {
    super(`The block ${cid} is no part of a sound file or folder: ${reason}. Its author has to add it anew.`, options)
  }
}

/** A range that begins after the file's end, or is none. */
export class OutsideFileError extends Error {
  override readonly name = 'OutsideFileError'
  constructor(offset: number, length: number | undefined, bytes: number) {
    const end = length === undefined ? 'its end' : `${length} bytes on`
    super(`From byte ${offset} to ${end} is outside a file of ${bytes} bytes. \`stat\` tells a file's size.`)
  }
}

/** More than may be held in memory at once. */
export class TooBigError extends Error {
  override readonly name = 'TooBigError'
  constructor(bytes: number, most: number) {
    super(`${bytes} bytes are more than the ${most} that \`get\` holds in memory. Use \`stream\`, or ask for a part.`)
  }
}

/** There is no room for another block, and nothing that may go. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError'
  constructor(maxBytes: number, options?: ErrorOptions) {
    super(
      Number.isFinite(maxBytes)
        ? `The store is full: ${maxBytes} bytes, all in use. Unpin or remove something, or raise \`maxBytes\`.`
        : 'There is no space left where blocks are kept. Remove something, or make space.',
      options,
    )
  }
}

/** Hidden reading was asked for, and there is no source that hides who reads. */
export class NoHiddenSourceError extends Error {
  override readonly name = 'NoHiddenSourceError'
  constructor() {
    super("No source hides who reads. Add `hiddenSource(router)` to `sources`, or ask with privacy 'direct'.")
  }
}

/** There is no source of this privacy that could tell others what is here. */
export class NoOneToTellError extends Error {
  override readonly name = 'NoOneToTellError'
  constructor(privacy: string) {
    const add = privacy === 'hidden' ? '`hiddenSource(router, { blocks })`' : '`libp2pSwarm(node, { blocks, routing })`'
    super(`No source tells others what is here, with privacy '${privacy}'. Add ${add} to \`sources\`.`)
  }
}

/** Bytes that are no message of this protocol. */
export class HoldersMessageError extends Error {
  override readonly name = 'HoldersMessageError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`A neighbour sent no message about who holds what: ${reason}. It may speak another version.`, options)
  }
}

export class ClosedError extends Error {
  override readonly name = 'ClosedError'
  constructor(options?: ErrorOptions) {
    super('These files are closed. Create them again to go on.', options)
  }
}
