/** What should be written is not what its kind asks for. */
export class InvalidEntryError extends Error {
  override readonly name = 'InvalidEntryError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The entry was not written: ${reason}.`, options)
  }
}

/** Bytes that are no entry, or none that this version can read. */
export class UnreadableEntryError extends Error {
  override readonly name = 'UnreadableEntryError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no entry of a feed: ${reason}.`, options)
  }
}

/** The author ended this device's log. */
export class DeviceEndedError extends Error {
  override readonly name = 'DeviceEndedError'
  constructor(device: string) {
    super(`The log of device ${device} was ended by its author. Write with another device's key.`)
  }
}

/** A file that cannot be imported. Nothing of it was. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`Nothing was imported: ${reason}.`, options)
  }
}

/** What was kept of whom this user follows cannot be read. */
export class UnreadableCircleError extends Error {
  override readonly name = 'UnreadableCircleError'
  constructor(options?: ErrorOptions) {
    super('The list of whom you follow is damaged, or of a newer version. Import an export of it, or update.', options)
  }
}
