import type { RequestHandler } from '@hydra/transports'
import type { NodeListener } from '@hydra/transports/node-listener'

/** Gives each service an origin of its own, `<name or key>.hydra.localhost`, on a port that serves other things too. */
export interface ServiceOrigins {
  /** Serves what comes to the origin of a service; until there is one, and for all others, what comes after. */
  before(handler: RequestHandler): RequestHandler
  /** The port, whose routes the origins of services do not have: one could pass for the service otherwise. */
  port(port: NodeListener): NodeListener
  serve(gateway: RequestHandler): void
}

const OF_A_SERVICE = /\.hydra\.localhost$/

export function createServiceOrigins(): ServiceOrigins {
  let gateway: RequestHandler | undefined
  const before = (handler: RequestHandler): RequestHandler => {
    return (request, from) =>
      (gateway && OF_A_SERVICE.test(new URL(request.url).hostname) ? gateway : handler)(request, from)
  }
  return {
    before,
    port: (port) => ({ ...port, mount: (path, handler) => port.mount(path, before(handler)) }),
    serve(own) {
      gateway = own
    },
  }
}
