import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtApp, openChromium, startNode, visit } from './open-journal.ts'
import { begin, finish, follow, invitation, LONG, seesPicture, share } from './steps.ts'

let browser: Browser
let node: Awaited<ReturnType<typeof startNode>>
beforeAll(async () => {
  node = await startNode(await builtApp())
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await node.close()
})

it('a friend whose clock is a day late follows, renames, writes in private, and mutes: all of it stays here', async () => {
  const ada = await visit(browser, node.url)
  await begin(ada.page, 'Ada')
  await share(ada.page, 'The sea in winter')
  const link = await invitation(ada.page)
  await finish(ada.page)

  const bo = await visit(browser, 'about:blank')
  await bo.context.addInitScript(() => {
    const now = Date.now
    Date.now = () => now() - 86_400_000
  })
  await bo.page.goto(link)
  await follow(bo.page)
  expect(await seesPicture(bo.page)).toBe(800)

  await bo.page.getByRole('button', { name: 'Rename' }).click()
  await bo.page.getByLabel('The name that you give them').fill('My sister')
  await bo.page.getByRole('button', { name: 'Save' }).click()
  await bo.page.getByRole('heading', { name: 'My sister' }).waitFor()
  await bo.page.getByText('calls themselves Ada').waitFor()

  await bo.page.getByRole('link', { name: 'Write a message' }).click()
  await bo.page.getByLabel('Write to My sister').fill('Only for you')
  await bo.page.getByLabel('Write to My sister').press('Enter')
  await bo.page.getByText('Only for you').waitFor(LONG)
  await bo.page.goto(`${node.url}#/you`)
  const path = /#(\/person\/[^?]+)/.exec(await invitation(bo.page))?.[1] ?? ''
  await ada.page.goto(`${node.url}#${path}`)
  await follow(ada.page)
  await ada.page.getByRole('link', { name: 'Write a message' }).click()
  await ada.page.getByText('Only for you').waitFor(LONG)

  await bo.page.goto(`${node.url}#/new`)
  await share(bo.page, 'My own')
  await bo.page.locator('article', { hasText: 'My own' }).waitFor(LONG)
  await bo.page.locator('article', { hasText: 'The sea in winter' }).waitFor(LONG)
  await bo.page.goto(link)
  await bo.page.getByRole('button', { name: 'Mute' }).click()
  // It is on disk when the page says so.
  await bo.page.getByRole('button', { name: 'Unmute' }).waitFor(LONG)
  await bo.page.goto(`${node.url}#/`)
  await bo.page.reload()
  await bo.page.locator('article', { hasText: 'My own' }).locator('img.is-sharp').waitFor(LONG)
  expect(await bo.page.locator('article', { hasText: 'The sea in winter' }).count()).toBe(0)
  // What Bo calls her, and that he hears her no more, is nobody else's to see.
  expect(await ada.page.getByText('My sister').count()).toBe(0)
})
