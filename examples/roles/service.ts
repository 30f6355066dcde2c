// A service: an HTTP API that a peer hosts, and others call with fetch. No server, no domain, no certificate.
import assert from 'node:assert/strict'
import { createKeyPair } from '@hydra/identity'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { Hono } from 'hono'

// Any `(request: Request) => Response` will do; so the app of a framework that runs in a worker or on a server does.
const notes = new Map<string, string>()
const app = new Hono()
app.get('/notes/:name', ({ req, text }) => text(notes.get(req.param('name')) ?? 'Nothing yet.'))
app.put('/notes/:name', async ({ req, body }) => {
  notes.set(req.param('name'), await req.text())
  return body(null, 204)
})

const dialPrivate = true // on one machine, every address is a private one
const alice = await createPeer(nodePeer({ dialPrivate }))
const bob = await createPeer(nodePeer({ dialPrivate, dial: alice.link.node.getMultiaddrs().map(String) }))

// Two peers cannot hide from each other, so this goes in the open; with company, leave `privacy` out.
const privacy = 'direct'
const { url, key } = await alice.services.host(app.fetch, { privacy, key: await createKeyPair() })
console.log(`Alice hosts ${url}`)

const written = await bob.services.fetch(`${url}notes/whales`, { method: 'PUT', body: 'They sing.', privacy })
assert.equal(written.status, 204)
const read = await bob.services.fetch(`${url}notes/whales`, { privacy })
const text = await read.text()
assert.equal(text, 'They sing.')
console.log(`Bob reads of whales: ${text}`)
assert.equal((await bob.services.fetch(`${url}songs`, { privacy })).status, 404)

// He calls it by a name of his own, and from then on it is a name in a URL.
await bob.petnames.set(key, 'alices-notes')
const named = await bob.services.fetch('hydra://alices-notes/notes/whales', { privacy })
assert.equal(await named.text(), 'They sing.')
await Promise.all([alice.close(), bob.close()])
