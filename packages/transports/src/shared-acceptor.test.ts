import { expect, it } from 'vitest'
import { shareAcceptor } from './shared-acceptor.ts'

it('accepts from the first taker to the last, and again after that', () => {
  const seen: string[] = []
  const accept = shareAcceptor(() => {
    seen.push('begin')
    return () => seen.push('end')
  })
  const first = accept()
  const second = accept()
  first()
  first()
  expect(seen).toEqual(['begin'])
  second()
  expect(seen).toEqual(['begin', 'end'])
  accept()
  expect(seen).toEqual(['begin', 'end', 'begin'])
})
