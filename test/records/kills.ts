import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSeededRandom } from '@hydra/router/simulator'
import type { BrowserPage } from './chromium.ts'
import type { Origin } from './origin.ts'

type Page = typeof import('./pages/tab.ts')

export interface Found {
  readonly acknowledged: number
  readonly lost: readonly number[]
  readonly corrupt: number
  readonly reports: readonly string[]
  /** How often the browser began with a new database, for its books of the origin's storage were half written. */
  readonly forgotten: number
}

/** Kills the browser while a page writes, again and again; after each kill everything acknowledged must be there. */
export async function killBrowsers(
  origin: Origin,
  name: string,
  kills: number,
  options: { lies: boolean; seed: number },
) {
  const random = createSeededRandom(options.seed)
  let acknowledged: number[] = []
  let forgotten = 0
  /** Opens the set; what a browser threw away as a whole, before any page asked, is no longer looked for. */
  const open = async (tab: BrowserPage<Page>, isFirst: boolean): Promise<void> => {
    await tab.call('open', name)
    if (isFirst || !(await beganAnew(origin))) return
    forgotten++
    acknowledged = []
  }
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
    await open(tab, kill === 0)
    await tab.call('write', kill * 100_000, options.lies)
    await written
    await new Promise((resolve) => setTimeout(resolve, random.integer(10)))
    await browser.kill()
    const after = await origin.start()
    const witness = await after.open<Page>(origin.url)
    await open(witness, false)
    ;({ lost, corrupt, reports } = await witness.call('inspect', acknowledged))
    await after.kill()
    if (lost.length > 0 || corrupt > 0 || reports.length > 0) break
  }
  return { acknowledged: acknowledged.length, lost, corrupt, reports, forgotten } satisfies Found
}

/** Chromium's own log of the database that is open. */
async function beganAnew({ folder }: Origin): Promise<boolean> {
  const databases = join(folder, 'profile', 'Default', 'IndexedDB')
  const logs = (await readdir(databases)).map((database) => readFile(join(databases, database, 'LOG'), 'utf8'))
  return (await Promise.all(logs)).some((log) => log.includes('since it was missing'))
}
