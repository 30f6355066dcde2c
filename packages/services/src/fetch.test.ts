import { createServices } from './services.ts'
import { testFetch } from './testing/fetch-suite.ts'
import { createLine } from './testing/line.ts'

// A browser keeps cookies from scripts, in whatever Request and Response they make.
const isBrowser = 'document' in globalThis
const differences = isBrowser ? { 'sends a cookie': null, 'keeps several cookies apart': [] } : {}

for (const privacy of ['direct', 'hidden'] as const) {
  testFetch(
    `${privacy}, over four hops`,
    async (service) => {
      const line = await createLine(4)
      const host = createServices({ router: line.host })
      const asker = createServices({ router: line.asker })
      const { url } = await host.host(service, { key: line.key, privacy })
      return {
        fetch: (input, init) => asker.fetch(input, { privacy, ...init }),
        url,
        async close() {
          await host.close()
          await line.close()
        },
      }
    },
    { differences },
  )
}
