import { expect, it } from 'vitest'
import { supportsNode, UnsupportedNodeError } from './engine.ts'

it.each(['22.19.0', '22.20.1', '23.0.0', '24.21.0', '100.0.0'])('takes Node %s', (version) => {
  expect(supportsNode(version)).toBe(true)
})

it.each(['22.18.9', '22.2.0', '20.20.2', '9.19.0', 'unknown'])('refuses Node %s', (version) => {
  expect(supportsNode(version)).toBe(false)
})

it('says in one sentence what is needed, what is there and what to do', () => {
  expect(new UnsupportedNodeError('20.20.2').message).toBe(
    'Hydra needs Node 22.19 or newer, and this is Node 20.20.2: install a newer one from https://nodejs.org.',
  )
})
