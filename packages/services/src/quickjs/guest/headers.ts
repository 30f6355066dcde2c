import type { HeadersClass, HeadersSource } from './shapes.ts'

/** `Headers`, as far as guests need them. Self-contained: its text runs in the guest. */
export function defineHeaders(): HeadersClass {
  const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
  const nameOf = (name: unknown): string => {
    const text = String(name)
    if (!TOKEN.test(text)) throw new TypeError(`"${text}" is no name of a header.`)
    return text.toLowerCase()
  }
  const valueOf = (value: unknown): string => {
    const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')
    if (/[\0\n\r]|[^\0-\xff]/.test(text)) throw new TypeError('A header has a character that none may have.')
    return text
  }

  return class Headers {
    readonly #values = new Map<string, string[]>()

    constructor(init?: HeadersSource) {
      if (!init) return
      const pairs = Symbol.iterator in init ? (init as Iterable<[string, string]>) : Object.entries(init)
      for (const [name, value] of pairs) this.append(name, value)
    }

    append(name: string, value: string): void {
      const key = nameOf(name)
      this.#values.set(key, [...(this.#values.get(key) ?? []), valueOf(value)])
    }

    set(name: string, value: string): void {
      this.#values.set(nameOf(name), [valueOf(value)])
    }

    get(name: string): string | null {
      return this.#values.get(nameOf(name))?.join(', ') ?? null
    }

    has(name: string): boolean {
      return this.#values.has(nameOf(name))
    }

    delete(name: string): void {
      this.#values.delete(nameOf(name))
    }

    getSetCookie(): string[] {
      return [...(this.#values.get('set-cookie') ?? [])]
    }

    forEach(each: (value: string, name: string, headers: unknown) => void): void {
      for (const [name, value] of this) each(value, name, this)
    }

    *entries(): Generator<[string, string]> {
      for (const [name, values] of [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (name === 'set-cookie') for (const value of values) yield [name, value]
        else yield [name, values.join(', ')]
      }
    }

    *keys(): Generator<string> {
      for (const [name] of this) yield name
    }

    *values(): Generator<string> {
      for (const [, value] of this) yield value
    }

    [Symbol.iterator](): Generator<[string, string]> {
      return this.entries()
    }
  }
}
