import { expect, it, onTestFinished } from 'vitest'
import { buildPage, openBrowser, type Tab } from '../browser/open-browser.ts'

type Page = Tab<typeof import('./pages/opfs.ts')>

it('keeps blocks in the private file system of a tab as interface-blockstore asks', async () => {
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const tab: Page = await browser.openTab(await buildPage(new URL('./pages/opfs.ts', import.meta.url)))
  const { tests, failed } = await tab.call('runSuite')
  expect(failed).toEqual([])
  // As many as blocks in memory pass.
  expect(tests).toBe(18)
})
