import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dashboardHandler, dashboardUrl } from './dashboard.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hydra-dashboard-'))
  await mkdir(join(folder, 'built'))
  await writeFile(join(folder, 'built', 'index.html'), '<title>Dashboard</title>')
  await writeFile(join(folder, 'secret'), 'secret')
})
afterAll(() => rm(folder, { recursive: true }))

const feed = { open: () => new Response('live'), close() {} }
const ask = (path: string, headers: Record<string, string> = {}, at = 'built') =>
  dashboardHandler(
    feed,
    'right',
    join(folder, at),
  )(new Request(`http://localhost${path}`, { headers }), {
    remoteAddress: '127.0.0.1',
  })

it('serves the page to all, and what the node does to those with the token', async () => {
  expect(await (await ask('/dashboard/')).text()).toBe('<title>Dashboard</title>')
  expect((await ask('/dashboard')).headers.get('location')).toBe('/dashboard/')
  expect((await ask('/dashboard/feed')).status).toBe(401)
  expect((await ask('/dashboard/feed', { authorization: 'Bearer wrong' })).status).toBe(401)
  expect(await (await ask('/dashboard/feed', { authorization: 'Bearer right' })).text()).toBe('live')
  expect((await ask('/dashboard/..%2fsecret')).status).toBe(404)
  expect(dashboardUrl({ url: 'http://127.0.0.1:1', token: 'right' })).toBe('http://127.0.0.1:1/dashboard/#token=right')
})

it('says what to do where it is not built', async () => {
  expect(await (await ask('/dashboard/', {}, 'nowhere')).text()).toContain('pnpm --filter @hydra/dashboard build')
})
