import { i2p, type I2p, openI2p } from '@hydra/transports/i2p'
import transportSuite from '@libp2p/interface-compliance-tests/transport'
import { CODE_GARLIC32, CODE_GARLIC64, CODE_P2P } from '@multiformats/multiaddr'
import { fmt, optional, or, value } from '@multiformats/multiaddr-matcher/utils'
import { type FakeRouter, startFakeRouter } from '../bridges/fake-router.ts'
import { runUnderVitest } from '../compliance/run-under-vitest.ts'

const open: (FakeRouter | I2p)[] = []
const matcher = fmt(or(value(CODE_GARLIC32), value(CODE_GARLIC64)), optional(value(CODE_P2P)))

runUnderVitest('the I2P transport passes the compliance suite of libp2p', () => {
  transportSuite({
    async setup() {
      const router = await startFakeRouter()
      const sam = { port: router.port }
      const [asking, answering] = [await openI2p({ sam }), await openI2p({ sam })]
      open.push(asking, answering, router)
      // The same place, the second time by all of its destination.
      const whole = `/garlic64/${answering.keys.slice(0, 524)}`
      return {
        dialer: { transports: [i2p(asking)] },
        listener: { addresses: { listen: [answering.address], appendAnnounce: [whole] }, transports: [i2p(answering)] },
        dialMultiaddrMatcher: matcher,
        listenMultiaddrMatcher: matcher,
      }
    },
    async teardown() {
      for (const each of open.splice(0)) await each.close()
    },
  })
})
