import { http } from '@hydra/transports/http'
import transportSuite from '@libp2p/interface-compliance-tests/transport'
import { openNodeListener, type NodeListener } from '@hydra/transports/node-listener'
import { HTTP } from '@multiformats/multiaddr-matcher'
import { runUnderVitest } from '../compliance/run-under-vitest.ts'

const ports: NodeListener[] = []

runUnderVitest('the HTTP transport passes the compliance suite of libp2p', () => {
  transportSuite({
    async setup() {
      const port = await openNodeListener({ hosts: ['127.0.0.1', '127.0.0.2'] })
      ports.push(port)
      const listen = port.addresses.map((address) => `/ip4/${address.host}/tcp/${address.port}/http`)
      return {
        dialer: { transports: [http()] },
        listener: { addresses: { listen }, transports: [http({ port })] },
        dialMultiaddrMatcher: HTTP,
        listenMultiaddrMatcher: HTTP,
      }
    },
    async teardown() {
      await Promise.all(ports.splice(0).map((port) => port.close()))
    },
  })
})
