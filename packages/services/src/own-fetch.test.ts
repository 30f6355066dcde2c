import { createMemoryNetwork, createRouter, lazyTree } from '@hydra/router'
import { createServices } from './services.ts'
import { testFetch } from './testing/fetch-suite.ts'

// A browser keeps cookies from scripts, in whatever Request and Response they make.
const inBrowser = 'document' in globalThis

testFetch(
  'a peer asks its own service, without any network',
  async (service) => {
    const { link } = createMemoryNetwork().add()
    const router = createRouter({ link, spread: lazyTree({ link }), acceptWeak: true, ticketBits: 4 })
    const services = createServices({ router })
    const { url } = await services.host(service, { privacy: 'direct' })
    return { fetch: (input, init) => services.fetch(input, init), url, close: () => router.close() }
  },
  inBrowser ? { differences: { 'sends a cookie': null, 'keeps several cookies apart': [] } } : {},
)
