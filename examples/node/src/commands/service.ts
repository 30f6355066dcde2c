import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { argv, env, execPath } from 'node:process'
import { promisify } from 'node:util'
import { type Here, localCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'
import { systemdUnit } from '../service/systemd-unit.ts'

const UNIT = 'hydra.service'

interface Installed {
  readonly unit: string
  readonly running: boolean
}

export const serviceInstall = localCommand<Installed>({
  summary: 'Starts the node now and whenever you log in, as a systemd service of your own.',
  options: { print: { type: 'flag', about: 'shows the unit, and installs nothing' } },
  example: 'hydra service install',
  async *local(here, { flag }) {
    const unit = unitOf(here)
    if (flag('print')) return yield { bytes: new TextEncoder().encode(unit) }
    refuseElsewhere()
    const path = unitPath()
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, unit)
    const running = await systemctl('daemon-reload').then(
      () => systemctl('enable', '--now', UNIT),
      () => false,
    )
    yield { result: { unit: path, running } }
    yield {
      note: running
        ? 'It runs. `journalctl --user -u hydra` shows its log; `loginctl enable-linger` keeps it when you log out.'
        : 'It is written, but systemd could not be reached from here. Later: systemctl --user enable --now hydra',
    }
  },
  text: ({ unit }) => `Installed ${unit}`,
})

export const serviceRemove = localCommand<{ unit: string }>({
  summary: 'Stops the systemd service and removes it. What the node keeps stays.',
  example: 'hydra service remove',
  async *local() {
    refuseElsewhere()
    await systemctl('disable', '--now', UNIT)
    const path = unitPath()
    await rm(path).catch((cause: unknown) => {
      throw new CommandError(`There is no ${path}. \`hydra service install\` writes it.`, { cause })
    })
    await systemctl('daemon-reload')
    yield { result: { unit: path } }
  },
  text: ({ unit }) => `Removed ${unit}`,
})

function unitOf({ configuration: { dataDir, file } }: Here): string {
  return systemdUnit({ program: [execPath, argv[1] ?? ''], dataDir, ...(existsSync(file) && { config: file }) })
}

function unitPath(): string {
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'systemd', 'user', UNIT)
}

function refuseElsewhere(): void {
  if (platform() === 'linux') return
  throw new CommandError('This machine has no systemd. Let its own service manager run `hydra start`.')
}

/** Whether systemd did it. */
async function systemctl(...args: string[]): Promise<boolean> {
  try {
    await promisify(execFile)('systemctl', ['--user', ...args])
    return true
  } catch {
    return false
  }
}
