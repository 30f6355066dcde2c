// Two peers put together by hand, from the roles that they need. One of them has another part in one place.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord } from '@hydra/records'
import { openSqliteStore } from '@hydra/records/sqlite'
import { type Parts, parts, startPeer } from './start-peer.ts'

const folder = await mkdtemp(join(tmpdir(), 'hydra-custom-peer-'))
const onDisk: Parts = {
  ...parts,
  store: () => openSqliteStore(join(folder, 'notes.db')), // the one line: records outlive the process
}
const alice = await startPeer(parts)
const bob = await startPeer(onDisk, alice.addresses)

// A record, pushed or pulled, whichever comes first.
const arrived = new Promise((resolve) => bob.notes.onAdd(resolve))
await alice.notes.add(encodeRecord({ note: 'Bob, are you there?' }))
await arrived

// A file, from whoever is connected.
const cid = await alice.files.add(new TextEncoder().encode('A picture of a whale'))
assert.equal(new TextDecoder().decode(await bob.files.get(cid)), 'A picture of a whale')

// A service.
const { url } = await alice.services.host(() => new Response('Here I am.'), { privacy: 'direct' })
const response = await bob.services.fetch(url, { privacy: 'direct' })
assert.equal(await response.text(), 'Here I am.')
await Promise.all([alice.close(), bob.close()])

// Bob starts again, and has kept the record.
const later = await startPeer(onDisk)
assert.equal(later.notes.size, 1)
console.log('A record, a file and a service went from Alice to Bob, and Bob kept the record.')
await later.close()
await rm(folder, { recursive: true })
