import { describe, expect, it } from 'vitest'
import type { ByteSocket, SharedPort } from '../shared-port.ts'

export interface OpenedPort {
  port: SharedPort
  /** Where its routes are reached from here. */
  url: string
  close(): Promise<void>
}

/** What every shared port does, whatever web server it stands on. */
export function testSharedPort(name: string, open: () => Promise<OpenedPort>): void {
  const on = (test: (opened: OpenedPort) => Promise<void>) => async () => {
    const opened = await open()
    try {
      await test(opened)
    } finally {
      await opened.close()
    }
  }

  describe(`shared port: ${name}`, () => {
    it(
      'gives the longest mounted path the request, until it is unmounted',
      on(async ({ port, url }) => {
        port.mount('/a', async () => new Response('short'))
        const unmount = port.mount('/a/b', async () => new Response('long'))
        const text = async (path: string) => (await fetch(url + path)).text()
        expect(await text('/a/b/c')).toBe('long')
        unmount()
        unmount()
        expect(await text('/a/b/c')).toBe('short')
      }),
    )

    it(
      'refuses two takers for one place',
      on(async ({ port }) => {
        port.mount('/a', async () => new Response())
        port.onWebSocket(() => undefined)
        expect(() => port.mount('/a/', async () => new Response())).toThrow('taken')
        expect(() => port.onWebSocket(() => undefined)).toThrow('taken')
      }),
    )

    it(
      'streams an answer as it is made, and tells its maker when the reader is gone',
      on(async ({ port, url }) => {
        const cancelled = Promise.withResolvers<void>()
        const aborted = Promise.withResolvers<void>()
        port.mount('/stream', async (request, { remoteAddress }) => {
          request.signal.addEventListener('abort', () => aborted.resolve())
          const first = new TextEncoder().encode(remoteAddress)
          const source = {
            start: (to: ReadableStreamDefaultController) => to.enqueue(first),
            cancel: cancelled.resolve,
          }
          return new Response(new ReadableStream(source))
        })
        const reader = new AbortController()
        const response = await fetch(`${url}/stream`, { signal: reader.signal })
        const { value } = (await response.body?.getReader().read()) ?? {}
        expect(new TextDecoder().decode(value)).toMatch(/^[\d.:a-f]+$/)
        reader.abort()
        await Promise.all([cancelled.promise, aborted.promise])
      }),
    )

    it(
      'hands WebSockets over, with bytes both ways, an origin and an end',
      on(async ({ port, url }) => {
        const taken = Promise.withResolvers<{
          socket: ByteSocket
          received: Promise<Uint8Array>
          end: Promise<boolean>
        }>()
        port.onWebSocket((socket, { remotePort }) => {
          expect(remotePort).toBeGreaterThan(0)
          const received = Promise.withResolvers<Uint8Array>()
          const end = Promise.withResolvers<boolean>()
          socket.onEvent({ message: received.resolve, close: end.resolve })
          taken.resolve({ socket, received: received.promise, end: end.promise })
        })
        const client = new WebSocket(url.replace('http', 'ws'))
        client.binaryType = 'arraybuffer'
        const answered = new Promise<MessageEvent>((resolve) => client.addEventListener('message', resolve))
        client.addEventListener('open', () => client.send(Uint8Array.of(1, 2)))
        const { socket, received, end } = await taken.promise
        expect([...(await received)]).toEqual([1, 2])
        await new Promise<void>((resolve) => socket.send(Uint8Array.of(3), resolve))
        expect([...new Uint8Array((await answered).data as ArrayBuffer)]).toEqual([3])
        client.close()
        expect(await end).toBe(true)
      }),
    )
  })
}
