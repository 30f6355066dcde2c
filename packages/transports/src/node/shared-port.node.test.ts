import { once } from 'node:events'
import { createServer } from 'node:http'
import { openNodeListener } from '../node-listener.ts'
import { testSharedPort } from '../testing/shared-port.ts'

testSharedPort('a port of its own', async () => {
  const port = await openNodeListener()
  return { port, url: port.url, close: () => port.close() }
})

testSharedPort('a server that somebody else opened', async () => {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const port = await openNodeListener({ server })
  return {
    port,
    url: port.url,
    async close() {
      await port.close()
      server.close()
    },
  }
})
