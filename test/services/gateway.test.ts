import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { createKeyPair } from '@hydra/identity'
import { createPeer, type Peer } from '@hydra/peer'
import { type NodeLink, nodePeer } from '@hydra/peer/node'
import { type Hosting, memoryNames } from '@hydra/services'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let node: Peer<NodeLink>
let hosting: Hosting
const seen: string[] = []

beforeAll(async () => {
  const key = await createKeyPair()
  const names = memoryNames({ notes: key.publicKey })
  const handler = async () => new Response('the app')
  const gateway = { hosts: ['node.example'], origins: ['https://friend.example'] }
  node = await createPeer(nodePeer({ acceptWeak: true, names, handler, gateway }))
  // A route that another part of a node might add: its pages must not pass for those of a service.
  node.link.port.mount('/pictures/', async () => new Response('a file'))
  hosting = await node.services.host(
    async (request) => {
      const { pathname } = new URL(request.url)
      seen.push(`${request.method} ${pathname} ${await request.text()}`)
      return new Response(`the service at ${pathname}`, {
        headers: { 'x-seen': request.headers.get('x-evil') ?? 'nothing' },
      })
    },
    { key, privacy: 'direct' },
  )
})
afterAll(() => node.close())

function ask(
  host: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const { port } = new URL(node.link.port.url)
  httpRequest({ host: '127.0.0.1', port, path, headers: { host, ...headers } }, resolve)
    .on('error', reject)
    .end()
  return promise.then(async (response) => {
    const pieces: Buffer[] = []
    for await (const piece of response) pieces.push(piece as Buffer)
    return { status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() }
  })
}

describe("a node's gateway", () => {
  it('gives each service an origin of its own, and the node none of its own routes there', async () => {
    for (const name of [hosting.key, 'notes']) {
      for (const path of ['/', '/pictures/x', '/files/x', '/ipfs/x', '/services/x', '/healthz', '/a/b']) {
        const { status, text } = await ask(`${name}.hydra.localhost:4937`, path)
        expect([status, text], `${name} ${path}`).toEqual([200, `the service at ${path}`])
      }
    }
    expect(await ask('localhost', '/')).toMatchObject({ text: 'the app' })
    expect(await ask('localhost', '/pictures/x')).toMatchObject({ text: 'a file' })
    expect(await ask('localhost', '/services/notes/x')).toMatchObject({ status: 200, text: 'the service at /x' })
    expect(await ask('nobody.hydra.localhost', '/')).toMatchObject({ status: 404 })
  })

  it('answers for the host names and the origins that it was told, and for no others', async () => {
    expect(await ask('node.example', '/services/notes/')).toMatchObject({ status: 200 })
    expect(await ask('evil.example', '/services/notes/')).toMatchObject({ status: 421 })
    expect(await ask('localhost', '/services/notes/', { origin: 'https://friend.example' })).toMatchObject({
      status: 200,
    })
    expect(await ask('localhost', '/services/notes/', { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    })
  })
})

/** Sends bytes as they are, and returns all that comes back until the other side closes. */
async function sendRaw(text: string): Promise<string> {
  const { port } = new URL(node.link.port.url)
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  socket.write(text, 'latin1')
  let answer = ''
  for await (const piece of socket) answer += String(piece)
  return answer
}

describe('requests that would be two', () => {
  const smuggled = 'GET /services/notes/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const post = (headers: string, body: string) =>
    `POST /services/notes/first HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n\r\n${body}`

  it.each([
    ['a length and chunks', post(`Content-Length: 6\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${smuggled}`)],
    ['chunks and a length', post(`Transfer-Encoding: chunked\r\nContent-Length: 6`, `0\r\n\r\n${smuggled}`)],
    ['two lengths', post(`Content-Length: 0\r\nContent-Length: ${smuggled.length}`, smuggled)],
    ['a list of lengths', post(`Content-Length: 0, ${smuggled.length}`, smuggled)],
    ['a length with a sign', post(`Content-Length: +0`, smuggled)],
    ['chunks under another name', post(`Transfer-Encoding: xchunked`, `0\r\n\r\n${smuggled}`)],
    ['chunks twice', post(`Transfer-Encoding: chunked\r\nTransfer-Encoding: identity`, `0\r\n\r\n${smuggled}`)],
    ['a space before the colon', post(`Transfer-Encoding : chunked\r\nContent-Length: 0`, `0\r\n\r\n${smuggled}`)],
    ['a folded header', post(`X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 0`, smuggled)],
    ['a chunk whose size is a lie', post(`Transfer-Encoding: chunked`, `0x1\r\na\r\n0\r\n\r\n${smuggled}`)],
    ['a bare line feed', post(`X-A: b\nTransfer-Encoding: chunked\nContent-Length: 0`, smuggled)],
    [
      'two hosts',
      `GET /services/notes/first HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n${smuggled}`,
    ],
    [
      'a target of another server',
      `GET http://evil.example/services/notes/first HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    ],
  ])('are one or none: %s', async (_, bytes) => {
    seen.length = 0
    const answer = await sendRaw(bytes)
    expect(seen.filter((each) => each.includes('smuggled'))).toEqual([])
    expect(answer.match(/HTTP\/1\.1 /g)?.length ?? 0).toBeLessThanOrEqual(1)
  })

  it('are two where they are two: the control', async () => {
    seen.length = 0
    const first = 'POST /services/notes/first HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi'
    await sendRaw(first + smuggled.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
    expect(seen.sort()).toEqual(['GET /smuggled ', 'POST /first hi'])
  })

  it('put no header into a request by its path', async () => {
    for (const path of [
      '/services/notes/%0d%0ax-evil:%201',
      '/services/notes%0d%0ax-evil:1/',
      '/services/notes/?a=%0d%0ax-evil:1',
    ]) {
      const answer = await sendRaw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
      expect(answer, path).toMatch(/x-seen: nothing|HTTP\/1\.1 404/i)
    }
  })
})
