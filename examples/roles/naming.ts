// Naming: a short name for a long key, without an office that hands out names. Two people claim one name: what now?
import assert from 'node:assert/strict'
import { createNames, displayName, practiceRules, recordsOf } from '@hydra/hns'
import { createKeyPair, memorySlot } from '@hydra/identity'
import { createPetnames } from '@hydra/identity/petnames'
import { createPipe, createRecordSet, memoryStore } from '@hydra/records'

// Rules to practise by: a claim costs some thousand hashes. By `ledgerRules()`, a laptop works for ten seconds.
const rules = practiceRules({ work: 2_000 })
async function open() {
  const records = await createRecordSet({ ...recordsOf(rules), store: memoryStore() })
  const names = await createNames({ records, rules })
  const close = async () => {
    await names.close()
    await records.close()
  }
  return { records, names, close }
}
type Ledger = Awaited<ReturnType<typeof open>>
async function meet(a: Ledger, b: Ledger) {
  const [here, there] = createPipe()
  await Promise.all([a.records.sync(here), b.records.answer(there)])
}

// Alice claims a name for her key. Others build on her claim, and each claim that does adds its work to hers.
const [atAlice, atBob] = [await open(), await open()]
const [alice, bob, mallory] = await Promise.all([createKeyPair(), createKeyPair(), createKeyPair()])
await atAlice.names.claim('bicycles', alice, { title: 'Bicycles, mended' })
await meet(atAlice, atBob)
await atBob.names.claim('bobs-bakery', bob)
await meet(atAlice, atBob)

// Mallory, who wants her customers, claims it too. His block is as valid as hers: nobody can remove it, nor hers.
await atBob.names.claim('bicycles', mallory, { title: 'Bicycles, cheaper' })
await meet(atAlice, atBob)
const claims = await atBob.names.resolve('bicycles')
assert.deepEqual(
  claims.map(({ key }) => key),
  [alice.publicKey, mallory.publicKey],
)
for (const claim of claims)
  console.log(`${displayName(claim)}: ${claim.payload.title}, ${claim.work} tries stand behind it`)
// To come first he would have to work more than all others did since she claimed it.
assert.deepEqual(await atAlice.names.resolve('bicycles').then(([first]) => first?.key), alice.publicKey)

// A user has the last word: what is pinned here comes first here. And what I call somebody is my own affair.
await atBob.names.local.pin('bicycles', mallory.publicKey)
assert.equal((await atBob.names.resolve('bicycles'))[0]?.key, mallory.publicKey)
const petnames = await createPetnames(memorySlot())
await petnames.set(alice.publicKey, 'the bicycle lady')
assert.equal(petnames.keyOf('the bicycle lady'), alice.publicKey)
await assert.rejects(petnames.set(mallory.publicKey, 'the bicycIe lady'), { name: 'PetnameError' }) // with a capital I
await Promise.all([atAlice.close(), atBob.close()])
