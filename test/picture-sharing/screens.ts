import type { Page } from 'playwright'
import { photograph } from './photographs.ts'
import { LONG } from './steps.ts'

/** Visits every screen of the app, and tells of each once it is settled. */
export async function tour(page: Page, url: string, see: (name: string) => Promise<void>): Promise<void> {
  const go = (to: string) => page.evaluate((hash) => void (location.hash = hash), to)
  await page.goto(url)
  await page.getByRole('button', { name: 'Begin' }).waitFor(LONG)
  await see('welcome')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByLabel('Your name').fill('Marit')
  await page.getByLabel('A few words').fill('Coast, bread, slow mornings')
  await see('name')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'Share a first picture.' }).waitFor(LONG)
  await pictures(page, ['dune', 'dusk'], 'First light over the dunes, and the same place in the evening. #coast')
  await see('first-picture')
  await page.getByRole('button', { name: 'Share' }).click(LONG)
  await page.getByRole('heading', { name: 'Follow somebody.' }).waitFor(LONG)
  await see('follow')
  await page.getByRole('button', { name: 'Done' }).click()
  for (const [name, caption] of [
    ['harbour', 'The harbour, before anybody was up. #coast #blue'],
    ['field', 'Rye, a week too early.'],
  ] as const) {
    await go('/new')
    await pictures(page, [name], caption)
    await page.getByRole('button', { name: 'Share' }).click(LONG)
    await page.getByText(caption.slice(0, 12)).waitFor(LONG)
  }
  await page.locator('article img.is-sharp').first().waitFor(LONG)
  await page.getByLabel('Add a comment').first().fill('Wait another week, then we bake.')
  await page.getByLabel('Add a comment').first().press('Enter')
  await page.getByText('then we bake').waitFor(LONG)
  await page.getByRole('button', { name: /^👏/ }).first().click()
  await see('home')
  await page.locator('.card-media a').first().click()
  await page.locator('.lightbox img.is-sharp').waitFor(LONG)
  await see('lightbox')
  await page.getByRole('button', { name: 'Close' }).click()
  await go('/new')
  await page
    .locator('.drop input')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') })
  await pictures(page, ['dusk'], '')
  await see('new')
  const removing = page.getByRole('button', { name: /^Remove/ })
  while ((await removing.count()) > 0) await removing.first().click()
  await go('/albums')
  await page.getByLabel('Title').fill('The coast in March')
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await see('new-album')
  await page.getByRole('button', { name: 'Make the album' }).click()
  await page.getByRole('heading', { name: 'The coast in March' }).waitFor(LONG)
  await page.getByRole('button', { name: 'Make a private link' }).click()
  const link = page.getByRole('textbox', { name: 'The private link' })
  await link.waitFor(LONG)
  await see('album')
  const to = new URL(await link.inputValue()).hash.slice(1)
  await go(to)
  await page.locator('.grid img').first().waitFor(LONG)
  await see('private-album')
  await go('/search?q=coast')
  await page.locator('.grid img').first().waitFor(LONG)
  await see('search')
  await go('/people')
  await see('people')
  await go('/you')
  await see('you')
  await go('/privacy')
  await see('privacy')
  await page.getByRole('link', { name: 'You' }).click()
  await page.getByRole('link', { name: 'What you shared' }).click()
  await page.locator('article').first().waitFor(LONG)
  await see('person')
  await page.getByRole('button', { name: /Chat with everyone/ }).click()
  await page.getByLabel('Say something to everyone').fill('Anybody for a swim at six?')
  await page.getByLabel('Say something to everyone').press('Enter')
  await page.locator('.line').first().waitFor(LONG)
  await see('chat')
}

async function pictures(
  page: Page,
  names: readonly ('dune' | 'dusk' | 'harbour' | 'field')[],
  caption: string,
): Promise<void> {
  const files = []
  for (const name of names)
    files.push({ name: `${name}.png`, mimeType: 'image/png', buffer: await photograph(page, name) })
  await page.locator('.drop input').setInputFiles(files)
  await page.getByLabel('Caption').fill(caption)
  for (const name of names) await page.getByLabel(`Description of ${name}.png`).fill(`A ${name}`, LONG)
}
