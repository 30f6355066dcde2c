import { PlaceTakenError } from '../errors.ts'
import type { RequestHandler } from '../request-handler.ts'
import type { Unsubscribe } from '../unsubscribe.ts'

export interface Routes {
  mount(path: string, handler: RequestHandler): Unsubscribe
  find(pathname: string): RequestHandler | undefined
}

/** Handlers by path prefix; the longest prefix that ends at a path segment wins. */
export function createRoutes(): Routes {
  const handlers = new Map<string, RequestHandler>()
  return {
    mount(path, handler) {
      const prefix = path.replace(/\/+$/, '')
      if (handlers.has(prefix)) throw new PlaceTakenError(path)
      handlers.set(prefix, handler)
      return () => {
        if (handlers.get(prefix) === handler) handlers.delete(prefix)
      }
    },
    find(pathname) {
      let prefix = pathname.replace(/\/+$/, '')
      for (;;) {
        const handler = handlers.get(prefix)
        if (handler !== undefined || prefix === '') return handler
        prefix = prefix.slice(0, prefix.lastIndexOf('/'))
      }
    },
  }
}
