// Discovery by DNS: a domain lists peers in TXT records. Its owner changes them, and nobody ships a new program.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dns, httpsResolver } from '@hydra/discovery'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'

const dialPrivate = true // on one machine, every address is a private one
const bob = await createPeer(nodePeer({ dialPrivate }))
const visit = once(bob.link.node, 'peer:connect', { signal: AbortSignal.timeout(8_000) })

// The zone. A record may point on to another name, so that a project's list can be made of its volunteers' lists.
const zone: Record<string, string[]> = {
  '_dnsaddr.project.example': ['dnsaddr=/dnsaddr/volunteer.example'],
  '_dnsaddr.volunteer.example': bob.link.node
    .getMultiaddrs()
    .map(String)
    .map((address) => `dnsaddr=${address}`),
}

// DNS over HTTPS, as a tab must ask it; in Node, `nodeResolver` of @hydra/discovery/node asks ordinary DNS servers.
const asked: string[] = []
const server = createServer(({ url = '' }, response) => {
  const name = new URL(url, 'http://localhost').searchParams.get('name') ?? ''
  asked.push(name)
  response.end(JSON.stringify({ Answer: (zone[name] ?? []).map((data) => ({ name, type: 16, data })) }))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const resolver = httpsResolver(`http://127.0.0.1:${(server.address() as AddressInfo).port}/dns-query`)

const sources = () => [dns({ domains: ['project.example'], resolver })]
const alice = await createPeer(nodePeer({ dialPrivate, sources }))
await visit
assert.deepEqual(asked, ['_dnsaddr.project.example', '_dnsaddr.volunteer.example'])
assert.deepEqual(alice.link.discovery.explain().peers[0]?.sources, ['dns'])
console.log(`Alice found Bob by asking for ${asked.join(', then ')}. The resolver knows that she did.`)

await Promise.all([alice.close(), bob.close()])
server.closeAllConnections()
server.close()
