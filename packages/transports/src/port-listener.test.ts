import { multiaddr } from '@multiformats/multiaddr'
import { expect, it } from 'vitest'
import { PortListener } from './port-listener.ts'
import type { SharedPort } from './shared-port.ts'

it('accepts nothing where it was closed while it was still being loaded', async () => {
  const loaded = Promise.withResolvers<void>()
  const port = { addresses: [{ host: '127.0.0.1', port: 4001, secure: false }] } as unknown as SharedPort
  let accepting = 0
  const accept = () => {
    accepting++
    return () => void accepting--
  }
  const listener = new PortListener({ port, suffix: () => '/ws', load: () => loaded.promise, accept })
  const listening = listener.listen(multiaddr('/ip4/127.0.0.1/tcp/4001'))
  await listener.close()
  loaded.resolve()
  await listening
  expect([accepting, listener.getAddrs()]).toEqual([0, []])
})
