import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startRoomServer } from '../browser/room-server.ts'
import { builtApp, openChromium, startHost, startNode, visit, type Visitor } from './open-journal.ts'
import { begin, chat, comment, finish, follow, invitation, LONG, openChat, seesPicture, share } from './steps.ts'

let browser: Browser
let app: Awaited<ReturnType<typeof builtApp>>
const cleanup: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  app = await builtApp()
  browser = await openChromium()
})
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close()
})
afterAll(() => browser.close())

async function arrive(url: string): Promise<Visitor> {
  const visitor = await visit(browser, url)
  cleanup.push(() => visitor.close())
  return visitor
}

/** Ada shares a picture; whoever opens her link follows her, sees it, and answers. */
async function meet(url: string): Promise<{ ada: Visitor; bo: Visitor; link: string }> {
  const ada = await arrive(url)
  await begin(ada.page, 'Ada')
  await share(ada.page, 'The sea in winter #sea')
  const link = await invitation(ada.page)
  await finish(ada.page)
  expect(await seesPicture(ada.page)).toBe(800)

  const bo = await arrive(link)
  await bo.page.getByRole('heading', { name: 'Ada' }).waitFor(LONG)
  await follow(bo.page)
  expect(await seesPicture(bo.page)).toBe(800)
  await comment(bo.page, 'Lovely!')
  await ada.page.getByText('Lovely!').waitFor(LONG)
  await bo.page.getByText('1 other person here has this.').waitFor(LONG)
  return { ada, bo, link }
}

it('a stranger opens, names herself, shares; another follows, sees, comments, chats; it stays when she leaves', async () => {
  const node = await startNode(app)
  cleanup.push(() => node.close())
  const { ada, bo, link } = await meet(node.url)
  await chat(bo.page, 'Is anybody here?')
  await openChat(ada.page)
  await ada.page.getByText('Is anybody here?').waitFor(LONG)
  await chat(ada.page, 'I am!')
  await bo.page.getByText('I am!').waitFor(LONG)

  await ada.close()
  const cy = await arrive(link)
  await follow(cy.page)
  expect(await seesPicture(cy.page)).toBe(800)
  await cy.page.getByText('Lovely!').waitFor(LONG)

  await node.close()
  await bo.close()
  await cy.context.setOffline(true)
  await cy.page.reload()
  expect(await seesPicture(cy.page)).toBe(800)
  await cy.page.getByText('The sea in winter').waitFor()
  await cy.page.getByText('Lovely!').waitFor()
  expect(cy.errors.filter((error) => !/ERR_INTERNET_DISCONNECTED|WebSocket|ERR_CONNECTION/.test(error))).toEqual([])
})

it('the same with no node at all, only a room that repeats what it hears', async () => {
  const [host, room] = [await startHost(app), await startRoomServer()]
  cleanup.push(
    () => host.close(),
    () => room.stop(),
  )
  const { ada, link } = await meet(`${host.url}#room=${encodeURIComponent(room.url)}&secret=ours`)
  expect(link).toContain('secret=ours')
  const cy = await arrive(link)
  await cy.page.getByRole('heading', { name: 'Ada' }).waitFor(LONG)
  await ada.close()
  await follow(cy.page)
  expect(await seesPicture(cy.page)).toBe(800)
})
