import { expect, it } from 'vitest'
import { memoryBundles } from './bundles.ts'
import { memorySandbox } from './testing/memory-sandbox.ts'

const grant = { kvBytes: 0, fetch: [], files: false, cpuMsPerCall: 100, memoryBytes: 1_000_000 }

it('bundles of a table are brought whole, and what a reader does to them harms nobody', async () => {
  const bundles = memoryBundles(new Map([['cid', Uint8Array.of(1, 2)]]))
  ;(await bundles.get('cid'))?.fill(9)
  expect([await bundles.get('cid'), await bundles.get('other')]).toEqual([Uint8Array.of(1, 2), undefined])
  await expect(bundles.get('cid', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
})

it('a guest answers until it is stopped', async () => {
  const sandbox = memorySandbox(new Map([['source', () => new Response('hello')]]))
  const guest = await sandbox.start('source', grant)
  const ask = async () =>
    guest.fetch(new Request('http://guest.hydra.localhost/'), { signal: new AbortController().signal })
  expect(await (await ask()).text()).toBe('hello')
  await guest.stop()
  expect((await ask()).status).toBe(502)
  await expect(sandbox.start('other', grant)).rejects.toThrow('only the guests')
})
