/** WebAssembly text, put together by functions: what assemblers call macros. */
export type Wat = string

export const op = (name: string, ...operands: readonly (Wat | number)[]): Wat => `(${[name, ...operands].join(' ')})`

export const get = (name: string): Wat => op('local.get', `$${name}`)
export const set = (name: string, value: Wat): Wat => op('local.set', `$${name}`, value)
export const tee = (name: string, value: Wat): Wat => op('local.tee', `$${name}`, value)
export const i32 = (value: number): Wat => op('i32.const', value)
export const i64 = (value: number): Wat => op('i64.const', value)

export const locals = (type: string, names: readonly string[]): Wat =>
  names.map((name) => op('local', `$${name}`, type)).join(' ')

export const times = (count: number, body: (index: number) => Wat): Wat =>
  Array.from({ length: count }, (_, i) => body(i)).join('\n')

/** Repeats the body while the condition holds; the body runs once at least. */
export const repeat = (label: string, body: Wat, condition: Wat): Wat =>
  op('loop', `$${label}`, body, op('br_if', `$${label}`, condition))

/** A function; its text begins with parameters, results and locals. */
export const func = (name: string, ...parts: readonly Wat[]): Wat =>
  op('func', `$${name}`, `(export "${name}")`, ...parts)
