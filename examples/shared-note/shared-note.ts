// Ada and Ben write one text, each without a network. When they meet, it merges, and both read the same.
import assert from 'node:assert/strict'
import { createKeyPair } from '@hydra/identity'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'
import { createPipe, memoryStore } from '@hydra/records'
import { type Note, openNote } from './note.ts'

const [ada, ben, eve] = await Promise.all([createKeyPair(), createKeyPair(), createKeyPair()])
const members = [ada.publicKey, ben.publicKey]
const atAda = await openNote({ members, author: ada, store: memoryStore() })
const atBen = await openNote({ members, author: ben, store: memoryStore() })

// Both offline. What is written is kept at once; nobody waits for anybody.
await atAda.edit((text) => text.insert(0, 'Bread, milk. '))
await atBen.edit((text) => text.insert(0, 'Eggs for Sunday. '))

// They meet. (Here in memory; with `nodePeer` or `browserPeer` it is the same line.)
const mesh = createMemoryMesh()
const [adasPeer, bensPeer] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
adasPeer.records.add(atAda.records)
bensPeer.records.add(atBen.records)
await until(atAda, () => atAda.text().includes('Sunday'))
await until(atBen, () => atBen.text() === atAda.text())
console.log(`After the first meeting: ${atAda.text()}`)
await Promise.all([adasPeer.close(), bensPeer.close()])

// Apart again, both change the same line: Ada strikes off the milk, Ben writes into the middle of what is struck off.
await atAda.edit((text) => text.delete(atAda.text().indexOf(', milk'), ', milk'.length))
await atBen.edit((text) => text.insert(atBen.text().indexOf(' milk'), ' oat'))

// This time without any peer: whatever carries bytes will do.
const [here, there] = createPipe()
await Promise.all([atAda.records.sync(here), atBen.records.answer(there)])
assert.equal(atAda.text(), atBen.text())
assert(atAda.text().includes('oat') && !atAda.text().includes('milk'))
console.log(`After the second: ${atAda.text()}`)

// Eve is no member. Whatever she signs, nobody takes it in.
const atEve = await openNote({ members: [eve.publicKey], author: eve, store: memoryStore() })
await atEve.edit((text) => text.insert(0, 'Buy my things!'))
for await (const { bytes } of atEve.records.range()) {
  await assert.rejects(atAda.records.add(bytes), { name: 'RefusedRecordError' })
}
await Promise.all([atAda.close(), atBen.close(), atEve.close()])

async function until(note: Note, holds: () => boolean): Promise<void> {
  if (holds()) return
  await new Promise<void>((resolve) => {
    const stop = note.onChange(() => {
      if (!holds()) return
      stop()
      resolve()
    })
  })
}
