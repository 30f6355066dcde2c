import { expect, it } from 'vitest'
import { headersIn } from './headers-in.ts'

it('reads a header a line', () => {
  const headers = headersIn('accept: text/html\n\n X-Trace :a:b\naccept:text/plain')
  expect([...headers]).toEqual([
    ['accept', 'text/html, text/plain'],
    ['x-trace', 'a:b'],
  ])
})

it('says which line is none, and refuses what no header may have', () => {
  expect(() => headersIn('accept text/html')).toThrow('"accept text/html" is none')
  expect(() => headersIn('a b: c')).toThrow()
})
