import { createSeededRandom } from '@hydra/router/simulator'
import type { Origin } from './origin.ts'

type Page = typeof import('./pages/tab.ts')

export interface Found {
  readonly acknowledged: number
  readonly lost: readonly number[]
  readonly corrupt: number
  readonly reports: readonly string[]
}

/** Kills the browser while a page writes, again and again; after each kill everything acknowledged must be there. */
export async function killBrowsers(
  origin: Origin,
  name: string,
  kills: number,
  options: { lies: boolean; seed: number },
) {
  const random = createSeededRandom(options.seed)
  const acknowledged: number[] = []
  let [lost, corrupt, reports] = [[] as readonly number[], 0, [] as readonly string[]]
  for (let kill = 0; kill < kills; kill++) {
    const browser = await origin.start()
    const tab = await browser.open<Page>(origin.url)
    const count = 1 + random.integer(40)
    const written = new Promise<void>((resolve) => {
      let batches = 0
      tab.page.on('console', (message) => {
        if (!message.text().startsWith('ack ')) return
        acknowledged.push(...message.text().slice(4).split(' ').map(Number))
        if (++batches === count) resolve()
      })
    })
    await tab.call('open', name)
    await tab.call('write', kill * 100_000, options.lies)
    await written
    await new Promise((resolve) => setTimeout(resolve, random.integer(10)))
    await browser.kill()
    const after = await origin.start()
    const witness = await after.open<Page>(origin.url)
    await witness.call('open', name)
    ;({ lost, corrupt, reports } = await witness.call('inspect', acknowledged))
    await after.kill()
    if (lost.length > 0 || corrupt > 0 || reports.length > 0) break
  }
  return { acknowledged: acknowledged.length, lost, corrupt, reports } satisfies Found
}
