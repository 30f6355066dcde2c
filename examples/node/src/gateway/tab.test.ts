import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { tabHandler } from './tab.ts'

it('serves the page below its path, and says how to build it where it is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hydra-tab-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const serve = tabHandler(folder)
  const get = async (path: string) => serve(new Request(`http://127.0.0.1${path}`), { remoteAddress: '127.0.0.1' })
  expect(await (await get('/tab/')).text()).toContain('not built yet')
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'assets/peer-12345678.js'), '1')
  expect((await get('/tab')).headers.get('location')).toBe('/tab/')
  expect(await (await get('/tab/')).text()).toBe('<!doctype html>')
  const script = await get('/tab/assets/peer-12345678.js')
  expect(script.headers.get('content-type')).toContain('javascript')
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect((await get('/tab/nothing.js')).status).toBe(404)
})
