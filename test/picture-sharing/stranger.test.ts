import { expect, it, onTestFinished } from 'vitest'
import { builtApp, openChromium, startNode, visit } from './open-journal.ts'
import { png } from './pictures.ts'

it('somebody posts a picture, a friend follows by the link and sees it, and a third does when the first is gone', async () => {
  const node = await startNode(await builtApp())
  onTestFinished(() => node.close())
  const browser = await openChromium()
  onTestFinished(() => browser.close())
  const ada = await visit(browser, node.url)
  await ada.page.getByRole('button', { name: 'Begin' }).click()
  await ada.page.getByLabel('Your name').fill('Ada')
  await ada.page.getByRole('button', { name: 'Go on' }).click()
  const file = { name: 'a.png', mimeType: 'image/png', buffer: png(800, 600, 30) }
  await ada.page.locator('.drop input').setInputFiles(file)
  await ada.page.getByLabel('Caption').fill('The first #sea')
  await ada.page.getByRole('button', { name: 'Share' }).click()
  const link = await ada.page.getByRole('textbox', { name: 'Your link' }).inputValue()
  await ada.page.getByRole('button', { name: 'Done' }).click()
  await ada.page.locator('.picture img.is-sharp').waitFor()
  // It is there after a reload, from this browser alone.
  await ada.page.reload()
  await ada.page.locator('.picture img.is-sharp').waitFor()

  const bo = await visit(browser, link)
  await bo.page.getByRole('button', { name: 'Follow' }).first().click()
  await bo.page.locator('article img.is-sharp').waitFor()
  expect(await bo.page.getByText('The first').count()).toBeGreaterThan(0)
  await ada.close()
  const cy = await visit(browser, link)
  await cy.page.getByRole('button', { name: 'Follow' }).first().click()
  await cy.page.locator('article img.is-sharp').waitFor({ timeout: 60_000 })
})
