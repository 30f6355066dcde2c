import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const module = new URL('../../scripts/install-chromium.mjs', import.meta.url)
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

function ensureChromium(): Promise<{ failed: boolean; output: string }> {
  const program = `import { ensureChromium } from '${module.href}'; await ensureChromium()`
  const env = { ...process.env, PATH: folder, HYDRA_CHROMIUM: '' }
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', program], { env }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr })
    })
  })
}

it('installs nothing where there is a Chromium', async () => {
  command('chromium', '')
  command('apt-get', 'exit 1')
  expect(await ensureChromium()).toEqual({ failed: false, output: '' })
})

it('installs one where there is none and nobody sits at the terminal', async () => {
  const path = join(folder, 'chromium')
  command('apt-get', `test "$1" = install && echo '#!/bin/sh' > ${path} && /bin/chmod 755 ${path}; exit 0`)
  const { failed, output } = await ensureChromium()
  expect([failed, output]).toEqual([false, expect.stringContaining('✓ Chromium')])
})

it('says what to install where it has not the rights, or the means, or the installation fails', async () => {
  expect((await ensureChromium()).output).toContain('The browser tests need Chromium. Install it with your system')
  command('apt-get', 'test "$1" = --version')
  const { failed, output } = await ensureChromium()
  expect(failed).toBe(true)
  expect(output).toContain('Install it with `apt-get install -y')
})
