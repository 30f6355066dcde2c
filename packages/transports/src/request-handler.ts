/** A route: whoever has one hands it to the listener that owns the port. */
export type RequestHandler = (request: Request) => Promise<Response>
