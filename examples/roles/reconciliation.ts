// Reconciliation: two peers that were apart end with the same set, and send little more than what differs.
import assert from 'node:assert/strict'
import { createPipe, createRecordSet, decodeRecord, encodeRecord, memoryStore } from '@hydra/records'

// A record is judged from its own bytes, alike by everyone: so any two sets can be merged, and nobody need agree.
const open = () =>
  createRecordSet({
    kind: 'sightings',
    store: memoryStore(),
    validate(bytes) {
      const { whale } = decodeRecord(bytes) as { whale?: unknown }
      if (typeof whale !== 'string') return { valid: false, reason: 'It names no whale.' }
      return { valid: true, order: new TextEncoder().encode(whale).slice(0, 64) }
    },
  })
const sighting = (whale: string) => encodeRecord({ whale })

// Three thousand that both have, and a few that they wrote while they were apart.
const [alice, bob] = [await open(), await open()]
const known = Array.from({ length: 3_000 }, (_, index) => sighting(`whale ${index}`))
await alice.addAll(known)
await bob.addAll(known)
for (const whale of ['Luna', 'Old Tom']) await alice.add(sighting(whale))
for (const whale of ['Migaloo', 'Moby Dick', 'Keiko']) await bob.add(sighting(whale))

// Any two-way stream of bytes will do: here a pipe, in life a connection.
async function meet() {
  const [here, there] = createPipe()
  const [result] = await Promise.all([alice.sync(here), bob.answer(there)])
  return result
}
const first = await meet()
assert.deepEqual([first.received, first.sent], [3, 2])
assert.deepEqual([alice.size, bob.size], [3_005, 3_005])
const whole = known.reduce((sum, { length }) => sum + length, 0)
console.log(`Five differences took ${first.bytes} bytes and ${first.roundTrips} round trips; a set has ${whole} bytes.`)
assert(first.bytes < whole / 20)

// Equal sets say so in a few bytes, however large they are.
const second = await meet()
assert.deepEqual([second.received, second.sent], [0, 0])
console.log(`Being equal took ${second.bytes} bytes.`)

// What is not valid is not let in, whoever brings it.
await assert.rejects(alice.add(encodeRecord({ fish: 'herring' })), { name: 'RefusedRecordError' })
await Promise.all([alice.close(), bob.close()])
