/** What a handler may know of a request besides the request itself. */
export interface RequestOrigin {
  /** The IP address of the socket's other end: the caller's, or that of the proxy before us. */
  readonly remoteAddress: string
}

/** A route: whoever has one hands it to the listener that owns the port. */
export type RequestHandler = (request: Request, origin: RequestOrigin) => Promise<Response>
