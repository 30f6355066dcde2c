import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openHome } from '../node/hydra.ts'
import { builtApp, openChromium, visit } from './open-journal.ts'
import { png } from './pictures.ts'
import { begin, finish, follow, invitation, LONG, seesPicture, share } from './steps.ts'

let browser: Awaited<ReturnType<typeof openChromium>>
beforeEach(async () => {
  await builtApp()
  browser = await openChromium()
})
afterEach(() => browser.close())

it('brings together two tabs, the node that serves them, and a person at its command line', async () => {
  const home = await openHome()
  const { url } = await home.start()
  const ada = await visit(browser, url)
  await begin(ada.page, 'Ada')
  await share(ada.page, 'The sea in winter')
  const link = await invitation(ada.page)
  await finish(ada.page)

  const bo = await visit(browser, link)
  await follow(bo.page)
  expect(await seesPicture(bo.page)).toBe(800)

  const author = /#\/person\/([^?]+)/.exec(link)?.[1] ?? ''
  expect((await home.hydra('feed', 'follow', author, 'Ada')).stdout).toContain('Following Ada')
  const picturesOfAda = async () => {
    const entries = await home.json<{ name: string; body: { media?: { cid: string }[] } }>('feed', 'timeline')
    return entries.filter(({ name }) => name === 'Ada').flatMap(({ body }) => body.media?.map(({ cid }) => cid) ?? [])
  }
  await expect.poll(picturesOfAda, LONG).toHaveLength(1)
  const [cid = ''] = await picturesOfAda()
  const copy = join(home.dataDir, 'sea.webp')
  expect(await home.hydra('files', 'get', cid, copy)).toMatchObject({ code: 0, stderr: '' })

  const picture = join(home.dataDir, 'whale.png')
  await writeFile(picture, png(640, 480, 7))
  await home.hydra('feed', 'post', 'A whale!', '--attach', picture)
  const [me] = await home.json<{ author: string }>('id')
  await ada.page.goto(`${url}#/person/${me?.author}`)
  await follow(ada.page)
  await ada.page.getByText('A whale!').waitFor(LONG)
  const whale = ada.page.locator('article', { hasText: 'A whale!' }).locator('img.is-sharp')
  await whale.waitFor(LONG)
  expect(await whale.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(640)
})
