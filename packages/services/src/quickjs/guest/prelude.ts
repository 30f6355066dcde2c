import { defineCapabilities } from './capabilities.ts'
import { defineHeaders } from './headers.ts'
import type { Host } from './host.ts'
import { defineHttp } from './http.ts'
import { defineLanguage } from './language.ts'
import { defineUrl } from './url.ts'

/** What the worker calls in the guest. */
export interface Served {
  call: (call: number, head: string, body: ArrayBuffer | undefined) => void
  settle: (ask: number, text: string, body: ArrayBuffer | undefined) => void
  refuse: (ask: number, reason: string) => void
  forget: (call: number) => void
}

interface Parts {
  defineCapabilities: typeof defineCapabilities
  defineHeaders: typeof defineHeaders
  defineHttp: typeof defineHttp
  defineLanguage: typeof defineLanguage
  defineUrl: typeof defineUrl
}

type Handler = (request: object, capabilities: object) => unknown

/** Furnishes the guest's world. Returns what takes its module, once that has run, and gives what the worker calls. */
function furnish(host: Host, granted: readonly string[], parts: Parts): (module: Record<string, unknown>) => Served {
  const Headers = parts.defineHeaders()
  const http = parts.defineHttp(host, Headers)
  const capabilities = parts.defineCapabilities(host, granted, http)
  Object.assign(globalThis, { Headers, ...http, ...parts.defineUrl(host), ...parts.defineLanguage(host) })
  const { Request, Response } = http

  function handlerOf(module: Record<string, unknown>): Handler {
    const { default: main, fetch } = module
    const served = main as { fetch?: unknown } | undefined
    if (typeof served?.fetch === 'function') return (...call) => (served.fetch as Handler)(...call)
    if (typeof fetch === 'function') return fetch as Handler
    throw new TypeError('it exports no fetch. Write `export default { fetch(request) { … } }`')
  }

  /** As a person reads it who looks for the fault: a few lines of its own code, and none of ours. */
  function described(error: unknown): string {
    if (!(error instanceof Error)) return String(error)
    const lines = String(error.stack)
      .split('\n')
      .filter((line) => line !== '' && !line.includes('hydra:prelude'))
    return [`${error.name}: ${error.message}`, ...lines.slice(0, 8)].join('\n')
  }

  return (module) => {
    const handler = handlerOf(module)

    async function call(call: number, head: string, bytes: ArrayBuffer | undefined): Promise<void> {
      try {
        const [method, url, headers, caller] = JSON.parse(head)
        const request = new Request(url, { method, headers, body: bytes })
        const response = await handler(request, capabilities.forCall(call, caller ?? undefined))
        if (!(response instanceof Response)) throw new TypeError('its fetch returned no Response')
        const { status, body } = response
        host.reply(
          call,
          JSON.stringify([status, [...response.headers]]),
          typeof body === 'string' ? body : (body?.buffer ?? null),
        )
      } catch (error) {
        host.threw(call, described(error))
      }
    }
    const { settle, refuse, forget } = capabilities
    return { call: (...args) => void call(...args), settle, refuse, forget }
  }
}

const parts = { defineCapabilities, defineHeaders, defineHttp, defineLanguage, defineUrl }

/** All of the above as text: an expression that is the function `(host, granted)`. */
export const prelude = `(host, granted) => (${furnish})(host, granted, { ${Object.entries(parts)
  .map(([name, part]) => `${name}: ${part}`)
  .join(', ')} })`
