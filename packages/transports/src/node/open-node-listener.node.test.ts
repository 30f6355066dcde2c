import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openNodeListener, type NodeListener, type NodeListenerOptions } from '../node-listener.ts'

const cleanup: Array<() => unknown> = []
afterEach(async () => {
  for (const each of cleanup.splice(0)) await each()
})

async function open(options: NodeListenerOptions = {}): Promise<NodeListener> {
  const listener = await openNodeListener(options)
  cleanup.push(() => listener.close())
  return listener
}

async function rawSocket({ addresses }: NodeListener): Promise<Socket> {
  const socket = connect(addresses[0]?.port ?? 0, '127.0.0.1')
  cleanup.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

async function replyTo(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

const echo = async (request: Request) => new Response(request.body, { headers: { 'x-method': request.method } })

describe('node listener', () => {
  it('serves a handler, with its method, path, headers and body', async () => {
    const { url } = await open({
      handler: async (request) =>
        Response.json({ path: request.url, kind: request.headers.get('x-kind'), body: await request.text() }),
    })
    const answer = await fetch(`${url}/a/b?c=d`, { method: 'PUT', headers: { 'x-kind': 'test' }, body: 'hello' })
    expect(await answer.json()).toEqual({ path: `${url}/a/b?c=d`, kind: 'test', body: 'hello' })
  })

  it('gives the longest mounted path the request, and 404 where nothing is mounted', async () => {
    const listener = await open()
    listener.mount('/files', async () => new Response('files'))
    const unmount = listener.mount('/files/deep', async () => new Response('deep'))
    const text = async (path: string) => (await fetch(listener.url + path)).text()
    expect(await text('/files/deep/x')).toBe('deep')
    expect(await text('/files/deeper')).toBe('files')
    unmount()
    expect(await text('/files/deep/x')).toBe('files')
    expect((await fetch(`${listener.url}/filesystem`)).status).toBe(404)
  })

  it('refuses to mount twice at one place', async () => {
    const listener = await open({ handler: echo })
    expect(() => listener.mount('/', echo)).toThrow(expect.objectContaining({ name: 'PlaceTakenError' }))
  })

  it('streams a megabyte both ways at once', async () => {
    const { url } = await open({ handler: echo })
    const body = crypto.getRandomValues(new Uint8Array(65_536))
    const whole = new Blob(Array.from({ length: 16 }, () => body))
    const answer = await fetch(url, { method: 'POST', body: whole })
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(await whole.arrayBuffer()))
  })

  it('sends each piece of an answer when it is there', async () => {
    const gate = Promise.withResolvers<void>()
    const { url } = await open({
      handler: async () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode('first'))
              await gate.promise
              controller.enqueue(new TextEncoder().encode('second'))
              controller.close()
            },
          }),
        ),
    })
    const answer = await fetch(url)
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('first')
    gate.resolve()
    expect((await reader?.read())?.value).toBe('second')
  })

  it('fires the request signal and cancels the body when the client goes away', async () => {
    const aborted = Promise.withResolvers<void>()
    const cancelled = Promise.withResolvers<void>()
    const { url } = await open({
      handler: async (request) => {
        request.signal.addEventListener('abort', () => aborted.resolve())
        return new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new Uint8Array([1])),
            cancel: () => cancelled.resolve(),
          }),
        )
      },
    })
    const client = new AbortController()
    const answer = await fetch(url, { signal: client.signal })
    client.abort()
    await Promise.all([aborted.promise, cancelled.promise])
    await expect(answer.arrayBuffer()).rejects.toThrow('aborted')
  })

  it('produces no more than the reader and the buffers between them take', async () => {
    let produced = 0
    const { url } = await open({
      handler: async () =>
        new Response(
          new ReadableStream(
            {
              pull(controller) {
                produced += 65_536
                if (produced > 256 * 1024 ** 2) controller.close()
                else controller.enqueue(new Uint8Array(65_536))
              },
            },
            { highWaterMark: 0 },
          ),
        ),
    })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    cleanup.push(() => socket.destroy())
    socket.pause()
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    // Quiet for many turns of the event loop: the kernel's buffers are full.
    let before = -1
    for (let quiet = 0; quiet < 200; quiet = before === produced && produced > 0 ? quiet + 1 : 0) {
      before = produced
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(produced).toBeLessThan(64 * 1024 ** 2)
  })

  it('answers 500 without the reason when a handler throws', async () => {
    const { url } = await open({ handler: () => Promise.reject(new Error('secret')) })
    const answer = await fetch(url)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret')
  })

  it('breaks the transfer when a body fails, so that half an answer never passes for a whole one', async () => {
    const { url } = await open({
      handler: async () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.enqueue(new Uint8Array(10))
              controller.error(new Error('disk gone'))
            },
          }),
        ),
    })
    await expect(fetch(url).then((answer) => answer.arrayBuffer())).rejects.toThrow()
  })

  it('refuses a body that is announced or grows too large', async () => {
    const { url } = await open({ handler: echo, limits: { maxBodyBytes: 1000 } })
    expect((await fetch(url, { method: 'POST', body: new Uint8Array(1001) })).status).toBe(413)
    const stream = new Blob([new Uint8Array(100_000)]).stream()
    const unannounced = fetch(url, { method: 'POST', body: stream, duplex: 'half' } as RequestInit)
    await expect(unannounced.then((answer) => answer.arrayBuffer())).rejects.toThrow()
    expect((await fetch(url, { method: 'POST', body: new Uint8Array(1000) })).status).toBe(200)
  })

  it('gives up on a header that trickles in', async () => {
    const listener = await open({ limits: { headerMs: 100 } })
    const socket = await rawSocket(listener)
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n')
    expect(await replyTo(socket)).toContain('408')
  })

  it('gives up on a body that stops', async () => {
    const listener = await open({
      handler: async (request) => new Response(await request.text()),
      limits: { bodyIdleMs: 50 },
    })
    const socket = await rawSocket(listener)
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc')
    expect(await replyTo(socket)).toContain('500')
  })

  it('gives up on a reader that takes nothing', async () => {
    const cancelled = Promise.withResolvers<void>()
    const endless = { pull: (to: ReadableStreamDefaultController) => to.enqueue(new Uint8Array(65_536)) }
    const listener = await open({
      handler: async () => new Response(new ReadableStream({ ...endless, cancel: () => cancelled.resolve() })),
      limits: { readerIdleMs: 50 },
    })
    const socket = await rawSocket(listener)
    socket.pause()
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await cancelled.promise
  })

  it.each([
    ['a header over the limit', `GET / HTTP/1.1\r\nhost: x\r\nx-big: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
    ['a target that is no path', 'GET http://elsewhere.example/ HTTP/1.1\r\nhost: x\r\n\r\n', '400'],
    ['a host that is none', 'GET / HTTP/1.1\r\nhost: a b\r\n\r\n', '400'],
    ['a method that the fetch standard forbids', 'TRACE / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', '400'],
    ['no HTTP at all', '\u0000\u0001\u0002 nonsense\r\n\r\n', '400'],
  ])('refuses %s', async (_, bytes, status) => {
    const listener = await open({ handler: echo })
    const socket = await rawSocket(listener)
    socket.end(bytes)
    expect((await replyTo(socket)).split('\r\n')[0]).toContain(status)
  })

  it('hangs up on one address that opens too many sockets', async () => {
    const listener = await open({ handler: echo, limits: { maxSocketsPerGroup: 2 } })
    const [first, second, third] = [await rawSocket(listener), await rawSocket(listener), await rawSocket(listener)]
    third?.on('error', () => undefined)
    third?.resume()
    await once(third, 'close')
    expect([first?.destroyed, second?.destroyed]).toEqual([false, false])
  })

  it('counts what it turns away, by reason', async () => {
    const listener = await open({ limits: { maxSocketsPerGroup: 1, maxBodyBytes: 10 } })
    expect(listener.refused()).toEqual({})
    await (await fetch(listener.url, { headers: { connection: 'close' } })).text()
    await replyTo((await rawSocket(listener)).end('GET http://elsewhere.example/ HTTP/1.1\r\nhost: x\r\n\r\n'))
    await replyTo((await rawSocket(listener)).end('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 11\r\n\r\n'))
    const upgrade = 'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'
    await replyTo((await rawSocket(listener)).end(upgrade))
    const [, second] = [await rawSocket(listener), await rawSocket(listener)]
    second.on('error', () => undefined).resume()
    await once(second, 'close')
    expect(listener.refused()).toEqual({
      'not-found': 1,
      'malformed-request': 1,
      'body-too-large': 1,
      'no-web-socket-here': 1,
      'too-many-sockets-of-group': 1,
    })
  })

  it('answers 404 to a WebSocket that nobody takes', async () => {
    const listener = await open({ handler: echo })
    const socket = new WebSocket(listener.url.replace('http', 'ws'))
    await once(socket, 'error')
    expect(socket.readyState).toBe(WebSocket.CLOSED)
  })

  it('opens one port number on several hosts', async () => {
    const listener = await open({ hosts: ['127.0.0.1', '127.0.0.2'], handler: echo })
    expect(new Set(listener.addresses.map(({ port }) => port)).size).toBe(1)
    for (const { host, port } of listener.addresses) {
      expect((await fetch(`http://${host}:${port}/`)).status).toBe(200)
    }
  })

  it('names the port it could not open', async () => {
    const { addresses } = await open()
    const opening = openNodeListener({ port: addresses[0]?.port ?? 0 })
    await expect(opening).rejects.toMatchObject({ name: 'PortUnavailableError' })
  })

  it('shares a server that stays open when it is closed', async () => {
    const server = createServer()
    cleanup.push(() => server.close())
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const listener = await openNodeListener({ server, handler: echo })
    expect((await fetch(listener.url)).status).toBe(200)
    await listener.close()
    await listener.close()
    expect(server.listening).toBe(true)
    server.closeAllConnections()
  })
})
