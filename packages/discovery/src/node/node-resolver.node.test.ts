import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode, type TxtAnswer } from 'dns-packet'
import { describe, expect, it, onTestFinished } from 'vitest'
import { httpsResolver } from '../dns-resolver.ts'
import { testResolver } from '../testing/resolver-suite.ts'
import * as contract from './index.ts'
import { nodeResolver } from './node-resolver.ts'

it('exports what it promises, and nothing else', () => {
  expect(Object.keys(contract).sort()).toEqual(['fileStore', 'nodeResolver'])
})

async function startServer(answer: (query: Buffer) => Uint8Array): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => socket.send(answer(query), port, address))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  return `127.0.0.1:${socket.address().port}`
}

testResolver('node:dns', async (zone) => {
  const server = await startServer((query) => {
    const question = decode(query)
    const name = question.questions?.[0]?.name ?? ''
    const answers = (zone[name] ?? []).map((data): TxtAnswer => ({ type: 'TXT', name, ttl: 1, data }))
    return encode({ ...question, type: 'response', answers })
  })
  return nodeResolver({ servers: [server] })
})

testResolver('HTTPS', async (zone) =>
  httpsResolver('https://dns.example/query', {
    async fetch(input, init) {
      const request = new Request(input, init)
      request.signal.throwIfAborted()
      const name = new URL(request.url).searchParams.get('name') ?? ''
      return Response.json({
        Status: 0,
        Answer: (zone[name] ?? []).map((data) => ({ name, type: 16, data: `"${data}"` })),
      })
    },
  }),
)

describe('a DNS server that answers noise', () => {
  it('is a failed look-up, and nothing worse', async () => {
    const server = await startServer((query) => query.subarray(0, 7))
    const resolver = nodeResolver({ servers: [server], timeoutMs: 100 })
    await expect(resolver.txt('a.example', { signal: new AbortController().signal })).rejects.toThrow()
  })
})
