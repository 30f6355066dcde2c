import { expect, it } from 'vitest'
import { plainExpander, wasmExpander } from './expander.ts'

it('expands and gathers in WebAssembly as in plain code', () => {
  const [wasm, plain] = [wasmExpander(), plainExpander()]
  for (let i = 0; i < 300; i++) {
    const id = crypto.getRandomValues(new Uint8Array(32))
    expect(wasm?.expand(id)).toEqual(plain.expand(id))
    expect(wasm?.words).toEqual(plain.words)
    wasm?.gather()
    plain.gather()
  }
  expect(wasm?.sum).toEqual(plain.sum)
  expect(wasm?.counters).toEqual(plain.counters)
})
