// A CRDT: data that two people change at once, and that comes out the same for both. Here it is a shopping list.
import assert from 'node:assert/strict'
import { createPipe, createRecordSet, decodeRecord, encodeRecord, memoryStore, type RecordSet } from '@hydra/records'

// Nobody changes the list: one only says what one did. What was said is a set, which has no order to quarrel about.
// To put something on the list: its name, with a mark never used before. To strike it off: the marks that one saw.
type Change = { readonly put: string; readonly mark: string } | { readonly struck: readonly string[] }

function isChange(value: unknown): value is Change {
  const { put, mark, struck } = Object(value) as Record<string, unknown>
  if (Array.isArray(struck)) return struck.every((each) => typeof each === 'string')
  return typeof put === 'string' && typeof mark === 'string'
}

const open = () =>
  createRecordSet({
    kind: 'shopping',
    store: memoryStore(),
    validate: (bytes) =>
      isChange(decodeRecord(bytes))
        ? { valid: true, order: bytes.slice(0, 8) }
        : { valid: false, reason: 'It is no change of a list.' },
  })

/** The list: what was put on it under a mark that nobody struck. The same changes, in any order, make the same. */
async function read(set: RecordSet): Promise<Map<string, string>> {
  const marks = new Map<string, string>()
  const struck = new Set<string>()
  for await (const { bytes } of set.range()) {
    const change = decodeRecord(bytes) as Change
    if ('put' in change) marks.set(change.mark, change.put)
    else for (const mark of change.struck) struck.add(mark)
  }
  return new Map([...marks].filter(([mark]) => !struck.has(mark)))
}
const put = (set: RecordSet, name: string) => set.add(encodeRecord({ put: name, mark: crypto.randomUUID() }))
const list = async (set: RecordSet) => [...new Set((await read(set)).values())].sort()
async function strike(set: RecordSet, name: string) {
  const marks = [...(await read(set))].filter(([, put]) => put === name).map(([mark]) => mark)
  await set.add(encodeRecord({ struck: marks }))
}
async function meet(a: RecordSet, b: RecordSet) {
  const [here, there] = createPipe()
  await Promise.all([a.sync(here), b.answer(there)])
}

const [ada, ben] = [await open(), await open()]
for (const name of ['bread', 'milk', 'soap']) await put(ada, name)
await meet(ada, ben)
// On the underground, without a network: Ada strikes off milk and soap; Ben, who spilt some, puts milk on it once more.
for (const name of ['milk', 'soap']) await strike(ada, name)
for (const name of ['milk', 'eggs']) await put(ben, name)
await meet(ben, ada)
assert.deepEqual(await list(ada), await list(ben))
assert.deepEqual(await list(ada), ['bread', 'eggs', 'milk']) // Ada had not seen his milk, so she did not strike it
console.log(`Both read: ${(await list(ben)).join(', ')}`)
