import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('draws only what is measured, and all of it', () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
  const names = (text: string) => new Set(text.match(/\b(?:hydra|process|nodejs)_[a-z_]+\b/g))
  const measured = names(read('./metrics.ts'))
  const drawn = names(read('../../grafana/hydra.json'))
  expect([...drawn].sort()).toEqual([...measured].sort())
})
