// A peer put together by hand: the roles that it needs, each from its package. Then with one of them exchanged.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord } from '@hydra/records'
import { openSqliteStore } from '@hydra/records/sqlite'
import { type Parts, parts, startPeer } from './start-peer.ts'

const folder = await mkdtemp(join(tmpdir(), 'hydra-custom-peer-'))
let stores = 0
const custom: Parts = {
  ...parts,
  store: () => openSqliteStore(join(folder, `${stores++}.db`)), // the one line: records are now on disk
}

for (const [name, made] of Object.entries({ 'as it is': parts, 'with SQLite': custom })) {
  const alice = await startPeer(made)
  const bob = await startPeer(made, alice.addresses)

  // A record, pushed or pulled, whichever comes first.
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  bob.notes.onAdd(() => resolve())
  await alice.notes.add(encodeRecord({ note: 'Bob, are you there?' }))
  await arrived

  // A file, from whoever is connected.
  const cid = await alice.files.add(new TextEncoder().encode('A picture of a whale'))
  assert.equal(new TextDecoder().decode(await bob.files.get(cid)), 'A picture of a whale')

  // A service.
  const { url } = await alice.services.host(() => new Response('Here I am.'), { privacy: 'direct' })
  const response = await bob.services.fetch(url, { privacy: 'direct' })
  assert.equal(await response.text(), 'Here I am.')
  console.log(`A peer ${name}: a record, a file and a service went from Alice to Bob.`)

  await Promise.all([alice.close(), bob.close()])
}
await rm(folder, { recursive: true })
