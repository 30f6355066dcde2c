import type { Page } from 'playwright'
import { png } from './pictures.ts'

// A hidden message takes a few seconds on a quiet machine, and this one may be busy.
export const LONG = { timeout: 45_000 }

/** Goes through the first run as a stranger does. */
export async function begin(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Begin' }).click(LONG)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'Share a first picture.' }).waitFor(LONG)
}

export async function share(page: Page, caption: string, picture = png(800, 600, 30)): Promise<void> {
  await page.locator('.drop input').setInputFiles({ name: 'sea.png', mimeType: 'image/png', buffer: picture })
  await page.getByLabel('Caption').fill(caption)
  await page.getByRole('button', { name: 'Share' }).click(LONG)
}

/** The link that this person sends to friends. */
export async function invitation(page: Page): Promise<string> {
  return page.getByRole('textbox', { name: 'Your link' }).inputValue(LONG)
}

export async function finish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Done' }).click()
}

/** Waits until a picture is shown in full; tells how wide it is. */
export async function seesPicture(page: Page): Promise<number> {
  const picture = page.locator('article img.is-sharp').first()
  await picture.waitFor(LONG)
  return picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)
}

export async function follow(page: Page): Promise<void> {
  await page.locator('.person-head').getByRole('button', { name: 'Follow' }).click(LONG)
}

export async function comment(page: Page, text: string): Promise<void> {
  await page.getByLabel('Add a comment').first().fill(text)
  await page.getByLabel('Add a comment').first().press('Enter')
}

export async function chat(page: Page, text: string): Promise<void> {
  await openChat(page)
  await page.getByLabel('Say something to everyone').fill(text)
  await page.getByLabel('Say something to everyone').press('Enter')
}

export async function openChat(page: Page): Promise<void> {
  const head = page.getByRole('button', { name: /Chat with everyone/ })
  if ((await head.getAttribute('aria-expanded')) === 'false') await head.click()
}
