import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const module = new URL('../../scripts/system-tools.mjs', import.meta.url)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hydra-path-'))
  // A machine with nothing on its search path but these.
  command('sudo', 'test "$1" = -n && shift; exec "$@"')
})
afterEach(() => rmSync(folder, { recursive: true }))

function command(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o755)
}

function ensureSystemTools(): Promise<{ failed: boolean; output: string }> {
  const program = `import { ensureSystemTools } from '${module.href}'; await ensureSystemTools()`
  const env = { ...process.env, PATH: folder, HYDRA_CHROMIUM: '' }
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', program], { env }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr })
    })
  })
}

it('installs nothing where all is there', async () => {
  command('chromium', '')
  command('curl', '')
  command('apt-get', 'exit 1')
  expect(await ensureSystemTools()).toEqual({ failed: false, output: '' })
})

it('installs what is missing where nobody sits at the terminal', async () => {
  command('curl', '')
  const path = join(folder, 'chromium')
  command('apt-get', `test "$1" = install && echo '#!/bin/sh' > ${path} && /bin/chmod 755 ${path}; exit 0`)
  const { failed, output } = await ensureSystemTools()
  expect([failed, output]).toEqual([false, expect.stringContaining('✓ Chromium')])
})

it('says what to install where it has not the means, or the installation fails', async () => {
  expect((await ensureSystemTools()).output).toContain('The tests need Chromium and curl. Install with your system')
  command('apt-get', 'test "$1" = --version')
  const { failed, output } = await ensureSystemTools()
  expect(failed).toBe(true)
  expect(output).toMatch(/Install with `apt-get install -y .*chromium curl` \(or name a Chrome in HYDRA_CHROMIUM\)/)
})
