import { spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import { findChromium } from './chromium.mjs'

// Each system's own package manager, and how it is told to install a Chromium without asking.
const MANAGERS = [
  {
    command: 'apt-get',
    install: [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    ],
  },
  { command: 'dnf', install: [['install', '-y', '-q', 'chromium']] },
  { command: 'pacman', install: [['-S', '--noconfirm', 'chromium']] },
  { command: 'apk', install: [['add', '-q', 'chromium']] },
  { command: 'brew', install: [['install', '--cask', 'chromium']], asRoot: false },
]

/** Finds a Chromium for the browser tests, or installs one: asked for where a person sits at the terminal, at once where none does. */
export async function ensureChromium() {
  if (findChromium()) return
  const manager = MANAGERS.find(({ command }) => works(command, ['--version']))
  const prefix = manager && rights(manager)
  if (!manager || !prefix) throw new Error(`The browser tests need Chromium. ${advice(manager)}`)
  if (process.stdin.isTTY && process.stdout.isTTY && !(await agreed(manager))) {
    throw new Error(`The browser tests need Chromium. ${advice(manager)}`)
  }
  console.log(`… Chromium, by ${manager.command}`)
  for (const args of manager.install) {
    const [command, ...all] = [...prefix, manager.command, ...args]
    const { status } = spawnSync(command, all, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (status !== 0)
      throw new Error(
        `Chromium could not be installed (${command} ${all.join(' ')} ended with ${status}). ${advice(manager)}`,
      )
  }
  if (!findChromium()) throw new Error(`Chromium was installed, but is nowhere to be found. Name it in HYDRA_CHROMIUM.`)
  console.log('✓ Chromium')
}

/** How to gain the rights: nothing in front as root, sudo where it asks for no password; undefined where there are none. */
function rights({ asRoot = true }) {
  if (!asRoot || process.getuid?.() === 0) return []
  if (process.stdin.isTTY && works('sudo', ['--version'])) return ['sudo']
  return works('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined
}

async function agreed(manager) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`The browser tests need Chromium. Install it with ${manager.command}? [Y/n] `)
  terminal.close()
  return !/^n/i.test(answer.trim())
}

function advice(manager) {
  const how = manager ? `\`${manager.command} ${manager.install.at(-1).join(' ')}\`` : 'your system'
  return `Install it with ${how}, or name a Chrome in HYDRA_CHROMIUM, then run the same command again.`
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
