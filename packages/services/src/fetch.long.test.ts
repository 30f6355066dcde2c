import { createServices } from './services.ts'
import { largeFetchCases } from './testing/cases/fetch-cases.ts'
import { testFetch } from './testing/fetch-suite.ts'
import { createLine } from './testing/line.ts'

for (const privacy of ['direct', 'hidden'] as const) {
  testFetch(
    `${privacy}, over four hops, large bodies`,
    async (service) => {
      const { caller, url, close } = await fourHops(service)
      return { fetch: (input, init) => caller.fetch(input, { privacy, ...init }), url, close }
    },
    { cases: largeFetchCases },
  )
}

async function fourHops(service: Parameters<ReturnType<typeof createServices>['host']>[0]) {
  const line = await createLine(4)
  const host = createServices({ router: line.host })
  const { url } = await host.host(service)
  const close = async (): Promise<void> => {
    await host.close()
    await line.close()
  }
  return { caller: createServices({ router: line.asker }), url, close }
}
