import { MemoryDatastore } from 'datastore-core/memory'
import type { CID } from 'multiformats/cid'
import { expect, it } from 'vitest'
import type { BlockSource } from './block-source.ts'
import { createFiles } from './create-files.ts'
import { memoryBlocks } from './memory-blocks.ts'

function telling(privacy: 'direct' | 'hidden') {
  const told = new Set<string>()
  const source: BlockSource = {
    name: privacy,
    privacy,
    providers: () => [],
    provide: async (root: CID) => void told.add(root.toString()),
    withdraw: async (root: CID) => void told.delete(root.toString()),
  }
  return { source, told: () => [...told] }
}

it('tells the sources of the privacy that was asked for, and again after a restart', async () => {
  const [blocks, state] = [memoryBlocks(), new MemoryDatastore()]
  const [direct, hidden] = [telling('direct'), telling('hidden')]
  const files = await createFiles({ blocks, state, sources: [direct.source, hidden.source] })
  const [one, two] = [await files.add(Uint8Array.of(1)), await files.add(Uint8Array.of(2))]
  await files.provide(one)
  await files.provide(two, { privacy: 'hidden' })
  expect([direct.told(), hidden.told()]).toEqual([[one], [two]])
  await files.provide(two)
  expect([direct.told(), hidden.told()]).toEqual([[one, two], []])
  await files.remove(one)
  await files.close()

  const later = telling('direct')
  const again = await createFiles({ blocks, state, sources: [later.source] })
  await expect.poll(later.told).toEqual([two])
  const listed: unknown[] = []
  for await (const entry of again.provided()) listed.push(entry)
  expect(listed).toEqual([{ cid: two, privacy: 'direct' }])
  await again.withdraw(two)
  expect(later.told()).toEqual([])
  await again.close()
})

it('says by name that nobody can be told, and that what is not here cannot be provided', async () => {
  const files = await createFiles({ blocks: memoryBlocks() })
  const cid = await files.add(Uint8Array.of(1))
  await expect(files.provide(cid)).rejects.toMatchObject({ name: 'NoOneToTellError' })
  const other = await createFiles({ blocks: memoryBlocks(), sources: [telling('direct').source] })
  await expect(other.provide(cid)).rejects.toMatchObject({ name: 'MissingBlockError' })
  await expect(other.provide('nonsense')).rejects.toMatchObject({ name: 'InvalidCidError' })
  await other.close()
  await expect(other.provide(cid)).rejects.toMatchObject({ name: 'ClosedError' })
})
