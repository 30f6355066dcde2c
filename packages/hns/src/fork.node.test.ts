import { createKeyPair, type KeyPair } from '@hydra/identity'
import { createPipe, createRecordSet, memoryStore, type RecordId, recordId, type RecordSet } from '@hydra/records'
import { afterAll, expect, it } from 'vitest'
import { createNames } from './create-names.ts'
import { makeBlock } from './make-block.ts'
import type { Names } from './names.ts'
import { practiceRules } from './practice-rules.ts'
import { recordsOf } from './validate.ts'

const BLOCKS = 1000
const NAMES = 100
const rules = practiceRules()
const peers: { names: Names; records: RecordSet }[] = []
afterAll(async () => {
  for (const { names, records } of peers) {
    await names.close()
    await records.close()
  }
})

// Four peers in one process judge each block once: signatures would be most of the time.
const { kind, validate } = recordsOf(rules)
const judged = new Map<RecordId, ReturnType<typeof validate>>()
const judgeOnce = (bytes: Uint8Array): ReturnType<typeof validate> => {
  const judgement = judged.get(recordId(bytes)) ?? validate(bytes)
  judged.set(recordId(bytes), judgement)
  return judgement
}

async function addPeer() {
  const records = await createRecordSet({ kind, validate: judgeOnce, store: memoryStore() })
  const peer = { names: await createNames({ records, rules }), records }
  peers.push(peer)
  return peer
}

async function meet(one: RecordSet, other: RecordSet): Promise<void> {
  const [near, far] = createPipe()
  await Promise.all([one.sync(near), other.answer(far)])
}

/** A thousand claims, each on top of the one before, by a few keys on names that the other half claims too. */
async function half(root: RecordId, keys: readonly KeyPair[], stride: number): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = []
  let parent = root
  for (let i = 0; i < BLOCKS; i++) {
    const name = `name-${(i * stride) % NAMES}`
    const what = { name, parents: [parent], payload: { title: `Number ${i} of ${name}` } }
    const bytes = await makeBlock(what, keys[Math.floor(i / NAMES) % keys.length] as KeyPair, rules, {
      work: 1 + ((i * stride) % 5),
    })
    blocks.push(bytes)
    parent = recordId(bytes)
  }
  return blocks
}

/** All that anyone can see of the ledger. */
async function seen({ names }: { names: Names }) {
  const resolved = await Promise.all(Array.from({ length: NAMES }, (_, i) => names.resolve(`name-${i}`)))
  return { resolved, found: await names.search('number 99'), branches: names.branches(), layout: names.layout() }
}

// As text: a matcher would take longer to compare all of it than the peers took to agree.
const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

it('two halves of a network fork for a thousand blocks each, meet, and all resolve and search the same', async () => {
  const keys = await Promise.all(Array.from({ length: 6 }, () => createKeyPair()))
  const [one, two, three, four] = [await addPeer(), await addPeer(), await addPeer(), await addPeer()]
  const root = await makeBlock({ name: 'the-root', parents: [], payload: {} }, keys[0] as KeyPair, rules)
  for (const { records } of peers) await records.add(root)
  await one.records.addAll(await half(recordId(root), keys.slice(0, 3), 7))
  await three.records.addAll(await half(recordId(root), keys.slice(3), 11))
  await Promise.all([meet(one.records, two.records), meet(three.records, four.records)])
  // Each half agrees, and the halves do not: the comparison below could fail.
  expect(isEqual(await seen(one), await seen(two))).toBe(true)
  expect(isEqual(await seen(one), await seen(three))).toBe(false)
  expect(one.names.branches()).toMatchObject([{ blocks: BLOCKS + 1 }])

  await meet(two.records, three.records)
  await Promise.all([meet(one.records, two.records), meet(three.records, four.records)])
  const all = await seen(one)
  for (const peer of [two, three, four]) expect(isEqual(await seen(peer), all)).toBe(true)
  expect(all.resolved.every((claims) => claims.length === 6)).toBe(true)
  expect(all.resolved.flat().filter(({ contested }) => contested).length).toBeGreaterThan(100)
  expect(all.branches).toMatchObject([{ ownBlocks: BLOCKS }, { ownBlocks: BLOCKS }])

  const joined = await four.names.claim('the-join', keys[0] as KeyPair)
  await meet(four.records, one.records)
  expect(one.names.branches()).toMatchObject([{ tip: joined.block, blocks: 2 * BLOCKS + 2 }])
})
