import { expect, it } from 'vitest'
import { fromNode } from './from-node.ts'

// An uncaught exception here fails the run: that is what a caller who leaves must not bring about.
it('a listener whose callers leave in the middle of its answer goes on, and hears of it', async () => {
  let closed = 0
  const handler = fromNode((message, reply) => {
    reply.on('close', () => closed++)
    message.resume()
    const write = (): void => {
      while (!reply.destroyed && reply.write(new Uint8Array(65_536)));
      if (!reply.destroyed) reply.once('drain', write)
    }
    if (message.url === '/endless') write()
    else reply.end('well')
  })
  const ask = (path: string) =>
    handler(new Request(`http://service.hydra.localhost${path}`), { signal: new AbortController().signal })
  for (let caller = 0; caller < 20; caller++) {
    const reader = (await ask('/endless')).body?.getReader()
    await reader?.read()
    await reader?.cancel()
  }
  await expect.poll(() => closed).toBe(20)
  expect(await (await ask('/')).text()).toBe('well')
})
