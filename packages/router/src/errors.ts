/** A request found no path, or no host at the end of it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  constructor(address: string, options?: ErrorOptions) {
    super(`Nobody answered "${address}". Is its host online, and announced to this network?`, options)
  }
}

/** The peer was closed while the request ran, or before it began. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError'
  constructor(what: string, options?: ErrorOptions) {
    super(`This ${what} is closed. Create a new one.`, options)
  }
}

/** The request was to be hidden, but this peer has too few links to hide behind. */
export class WeaklyHiddenError extends Error {
  override readonly name = 'WeaklyHiddenError'
  constructor(links: number, options?: ErrorOptions) {
    super(
      `This peer hides behind ${links} links, and hiding takes three that it chose, and one that another peer chose: whoever carries the request could tell that it is yours. Connect to more peers, or accept it with \`acceptWeak: true\`.`,
      options,
    )
  }
}

/** The other side ended the stream before its end, or the path to it broke and could not be mended. */
export class BrokenStreamError extends Error {
  override readonly name = 'BrokenStreamError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The stream broke off: ${reason}. What arrived until then is genuine; ask again for the rest.`, options)
  }
}

/** Bytes from a neighbour that are no frame of this protocol. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no frame: ${reason}.`, options)
  }
}
