import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileSlot } from '@hydra/identity/node'
import { openSqliteStore } from '@hydra/records/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { buildPage } from '../browser/build-page.ts'
import { openBrowser } from '../browser/open-browser.ts'
import { lookAt, type Place, restore, save } from './world.ts'

type Page = typeof import('./pages/tab.ts')

it('a whole world goes from a tab into a node and back by one file, and is the same everywhere', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'world-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const tab = await browser.openTab<Page>(await buildPage(new URL('./pages/tab.ts', import.meta.url)))
  const seen = await tab.call('begin', 'first')
  expect(seen).toContain('Amazing grace')
  expect(seen).toContain('A secret.')

  const place: Place = {
    store: () => openSqliteStore(join(folder, 'feeds.db')),
    slot: (name) => fileSlot(join(folder, name)),
  }
  const file = Uint8Array.from(await tab.call('saved', 'a good passphrase'))
  await expect(restore(place, file, 'another one', 'node')).rejects.toMatchObject({ name: 'WrongPassphraseError' })
  const half = file.subarray(0, file.length - 100)
  await expect(restore(place, half, 'a good passphrase', 'node')).rejects.toMatchObject({ name: 'ImportError' })
  const node = await restore(place, file, 'a good passphrase', 'node')
  expect(JSON.parse(await lookAt(node))).toEqual(JSON.parse(seen))

  await node.feeds.write({ type: 'post', text: 'Written in the node.', media: [] })
  const back = await tab.call('restore', 'second', [...(await save(node, 'a new passphrase'))], 'a new passphrase')
  expect(JSON.parse(back)).toEqual(JSON.parse(await lookAt(node)))
  expect(back).toContain('Written in the node.')
  await node.feeds.close()
})
