import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveApp } from './app.ts'

let folder: string
let ask: (path: string, method?: string) => Promise<Response>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hydra-app-'))
  await mkdir(join(folder, 'app', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret'), 'secret')
  await writeFile(join(folder, 'app', '.env'), 'secret')
  await writeFile(join(folder, 'app', 'index.html'), '<title>App</title>')
  await writeFile(join(folder, 'app', 'assets', 'index-a1B2c3D4.js'), 'run()')
  const handler = serveApp(join(folder, 'app'), async () => new Response('otherwise', { status: 404 }))
  ask = (path, method = 'GET') =>
    handler(new Request(new URL(path, 'http://localhost/'), { method }), { remoteAddress: '127.0.0.1' })
})
afterAll(() => rm(folder, { recursive: true }))

it('serves a build, and lets browsers keep what never changes', async () => {
  const page = await ask('/')
  expect([page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
    'text/html; charset=utf-8',
    'no-cache',
  ])
  expect(await page.text()).toBe('<title>App</title>')
  const script = await ask('/assets/index-a1B2c3D4.js')
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(script.headers.get('content-type')).toContain('javascript')
  const head = await ask('/index.html', 'HEAD')
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['18', ''])
})

it('takes nothing, and leaves what it has not to others', async () => {
  expect((await ask('/', 'POST')).status).toBe(405)
  expect(await (await ask('/nothing', 'POST')).text()).toBe('otherwise')
  expect((await ask('/assets')).status).toBe(404)
  expect((await ask(`/${'x'.repeat(5_000)}`)).status).toBe(404)
})

it.each([
  '/../secret',
  '/%2e%2e/secret',
  '/..%2fsecret',
  '/assets/..%2f..%2fsecret',
  '/.env',
  '/%2eenv',
  '/a%00',
  '/%ff',
  '/..%5csecret',
])('lets nobody out of its folder: %s', async (path) => {
  expect(await (await ask(path)).text()).toBe('otherwise')
})
