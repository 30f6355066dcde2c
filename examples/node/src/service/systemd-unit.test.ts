import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { expect, it } from 'vitest'
import { systemdUnit } from './systemd-unit.ts'

it('starts the node on its own folder', () => {
  const unit = systemdUnit({
    program: ['/usr/bin/node', '/opt/hydra/main.js'],
    dataDir: '/home/ada/.local/share/hydra',
  })
  expect(unit).toContain('\nExecStart=/usr/bin/node /opt/hydra/main.js start\n')
  expect(unit).toContain('\nEnvironment=HYDRA_DATA=/home/ada/.local/share/hydra HYDRA_LOG=json\n')
})

it('leaves the folder to the node where none is named, as the unit of a package does for all users', () => {
  const unit = systemdUnit({ program: ['/usr/bin/hydra'] })
  expect(unit).toContain('\nExecStart=/usr/bin/hydra start\nEnvironment=HYDRA_LOG=json\n')
})

it('writes names as systemd reads them', () => {
  const unit = systemdUnit({ program: ['/my programs/100%/$node', 'a"b\\c'], dataDir: '/my data', config: '/c d' })
  expect(unit).toContain(String.raw`ExecStart="/my programs/100%%/$$node" "a\"b\\c" start`)
  expect(unit).toContain('Environment="HYDRA_DATA=/my data" HYDRA_LOG=json "HYDRA_CONFIG=/c d"')
})

function hasSystemd(): boolean {
  try {
    return execFileSync('systemd-analyze', ['--version'], { stdio: 'pipe' }).length > 0
  } catch {
    return false
  }
}

it.runIf(hasSystemd())('is a unit that systemd takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hydra-unit-'))
  try {
    const file = join(folder, 'hydra.service')
    const env = { ...process.env, XDG_RUNTIME_DIR: folder }
    const verify = () => execFileSync('systemd-analyze', ['--user', 'verify', file], { stdio: 'pipe', env })
    writeFileSync(file, systemdUnit({ program: [execPath, '/my programs/$1 100%'], dataDir: '/my data' }))
    verify()
    writeFileSync(file, systemdUnit({ program: ['/nowhere/node'], dataDir: '/my data' }))
    expect(verify).toThrow('not executable')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
