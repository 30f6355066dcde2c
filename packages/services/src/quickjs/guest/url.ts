import type { Host } from './host.ts'

/** `URL` and `URLSearchParams` over the host's parser, which knows the standard. Its text runs in the guest. */
export function defineUrl(host: Host): Record<'URL' | 'URLSearchParams', unknown> {
  type Pair = [string, string]
  const PARTS = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']

  const textOf = (value: unknown): string => String(value)
  const parse = (href: unknown, base: unknown): string | undefined =>
    base === undefined ? host.url(textOf(href)) : host.url(textOf(href), textOf(base))

  class URLSearchParams {
    #pairs: Pair[]
    readonly #onChange: (text: string) => void

    constructor(init: unknown = '', onChange: (text: string) => void = () => {}) {
      this.#onChange = onChange
      if (typeof init === 'object' && init !== null) {
        const pairs = Symbol.iterator in init ? [...(init as Iterable<Pair>)] : Object.entries(init)
        this.#pairs = (pairs as [unknown, unknown][]).map(([name, value]) => [String(name), String(value)])
      } else this.#pairs = JSON.parse(host.readQuery(String(init)))
    }

    get size(): number {
      return this.#pairs.length
    }

    #change(pairs: Pair[]): void {
      this.#pairs = pairs
      this.#onChange(this.toString())
    }

    append(name: unknown, value: unknown): void {
      this.#change([...this.#pairs, [String(name), String(value)]])
    }

    delete(name: string): void {
      this.#change(this.#pairs.filter(([own]) => own !== name))
    }

    set(name: unknown, value: unknown): void {
      const text = String(name)
      const at = this.#pairs.findIndex(([own]) => own === text)
      if (at < 0) return this.append(name, value)
      const rest = this.#pairs.filter(([own], index) => own !== text || index === at)
      this.#change(rest.map((pair) => (pair[0] === text ? [text, String(value)] : pair)))
    }

    get(name: string): string | null {
      return this.#pairs.find(([own]) => own === name)?.[1] ?? null
    }

    getAll(name: string): string[] {
      return this.#pairs.flatMap(([own, value]) => (own === name ? [value] : []))
    }

    has(name: string): boolean {
      return this.#pairs.some(([own]) => own === name)
    }

    forEach(each: (value: string, name: string) => void): void {
      for (const [name, value] of this) each(value, name)
    }

    *entries(): Generator<Pair> {
      for (const [name, value] of this.#pairs) yield [name, value]
    }

    *keys(): Generator<string> {
      for (const [name] of this) yield name
    }

    *values(): Generator<string> {
      for (const [, value] of this) yield value
    }

    [Symbol.iterator](): Generator<Pair> {
      return this.entries()
    }

    toString(): string {
      return host.writeQuery(JSON.stringify(this.#pairs))
    }
  }

  class URL {
    #parts: Record<string, string>
    #searchParams: URLSearchParams | undefined

    constructor(href: unknown, base?: unknown) {
      const parts = parse(href, base)
      if (parts === undefined) throw new TypeError(`"${String(href)}" is no URL.`)
      this.#parts = JSON.parse(parts)
    }

    static canParse(href: unknown, base?: unknown): boolean {
      return parse(href, base) !== undefined
    }

    get href(): string {
      return this.part('href')
    }

    get origin(): string {
      return this.part('origin')
    }

    get searchParams(): URLSearchParams {
      this.#searchParams ??= new URLSearchParams(this.part('search'), (text) => this.change('search', text))
      return this.#searchParams
    }

    part(name: string): string {
      return this.#parts[name] ?? ''
    }

    change(name: string, value: string): void {
      this.#parts = JSON.parse(host.changeUrl(this.href, name, value))
    }

    toString(): string {
      return this.href
    }

    toJSON(): string {
      return this.href
    }
  }

  for (const name of PARTS) {
    Object.defineProperty(URL.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: URL) {
        return this.part(name)
      },
      set(this: URL, value: unknown) {
        this.change(name, String(value))
      },
    })
  }
  return { URL, URLSearchParams }
}
