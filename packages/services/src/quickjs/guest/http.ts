import type { Host } from './host.ts'
import type { GuestHeaders, HeadersClass, HeadersSource, HttpClasses, Raw } from './shapes.ts'

/** `Request` and `Response`, whole: a body is text or bytes, never a stream. Its text runs in the guest. */
export function defineHttp(host: Host, Headers: HeadersClass): HttpClasses {
  const textOf = (value: unknown): string => String(value)

  function rawOf(body: unknown): { raw: Raw; type?: string } {
    if (body === null || body === undefined) return { raw: null }
    if (typeof body === 'string') return { raw: body, type: 'text/plain;charset=UTF-8' }
    if (body instanceof ArrayBuffer) return { raw: new Uint8Array(body.slice(0)) }
    if (ArrayBuffer.isView(body)) {
      const { buffer, byteOffset, byteLength } = body
      return { raw: new Uint8Array((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength)) }
    }
    // A form's data and whatever else says itself as text.
    const isForm = body.constructor?.name === 'URLSearchParams'
    return {
      raw: textOf(body),
      type: isForm ? 'application/x-www-form-urlencoded;charset=UTF-8' : 'text/plain;charset=UTF-8',
    }
  }

  class Message {
    readonly headers: GuestHeaders
    #raw: Raw
    #used = false

    constructor(body: unknown, headers: HeadersSource) {
      const { raw, type } = rawOf(body)
      this.#raw = raw
      this.headers = new Headers(headers)
      if (type && !this.headers.has('content-type')) this.headers.set('content-type', type)
    }

    get body(): Raw {
      return this.#raw
    }

    get bodyUsed(): boolean {
      return this.#used
    }

    #take(): Raw {
      if (this.#used) throw new TypeError('The body was already used.')
      this.#used = this.#raw !== null
      return this.#raw
    }

    async text(): Promise<string> {
      const raw = this.#take() ?? ''
      return typeof raw === 'string' ? raw : host.decode(raw.buffer)
    }

    async bytes(): Promise<Uint8Array<ArrayBuffer>> {
      const raw = this.#take() ?? ''
      return typeof raw === 'string' ? new Uint8Array(host.encode(raw)) : raw
    }

    async arrayBuffer(): Promise<ArrayBuffer> {
      return (await this.bytes()).buffer
    }

    async json(): Promise<unknown> {
      return JSON.parse(await this.text())
    }
  }

  interface Init {
    method?: string
    headers?: HeadersSource
    body?: unknown
  }

  class Request extends Message {
    readonly url: string
    readonly method: string

    constructor(input: unknown, init: Init = {}) {
      const from = input instanceof Request ? input : undefined
      super('body' in init ? init.body : from?.body, init.headers ?? from?.headers)
      this.url = from ? from.url : String(input)
      const method = textOf(init.method ?? from?.method ?? 'GET')
      this.method = /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method
    }

    clone(): Request {
      return new Request(this)
    }
  }

  class Response extends Message {
    readonly status: number
    readonly statusText = ''

    constructor(body?: unknown, init: { status?: number; headers?: HeadersSource } = {}) {
      super(body, init.headers)
      this.status = init.status ?? 200
      if (!Number.isInteger(this.status) || this.status < 200 || this.status > 599)
        throw new RangeError(`No response has the status ${this.status}.`)
    }

    static json(value: unknown, init: { status?: number; headers?: HeadersSource } = {}): Response {
      const response = new Response(JSON.stringify(value), init)
      if (!new Headers(init.headers).has('content-type')) response.headers.set('content-type', 'application/json')
      return response
    }

    static redirect(url: unknown, status = 302): Response {
      return new Response(null, { status, headers: { location: String(url) } })
    }

    get ok(): boolean {
      return this.status < 300
    }

    clone(): Response {
      return new Response(this.body, this)
    }
  }
  return { Request, Response }
}
