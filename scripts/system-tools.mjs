import { spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import { findChromium } from './chromium.mjs'

// What the tests use of the system, and how it is seen to be there.
const TOOLS = [
  { name: 'Chromium', package: 'chromium', isThere: () => findChromium() !== undefined },
  { name: 'curl', package: 'curl', isThere: () => works('curl', ['--version']) },
]

// Each system's own package manager, and how it is told to install without asking.
const MANAGERS = [
  { command: 'apt-get', before: ['update', '-qq'], install: ['install', '-y', '-qq', '--no-install-recommends'] },
  { command: 'dnf', install: ['install', '-y', '-q'] },
  { command: 'pacman', install: ['-S', '--noconfirm'] },
  { command: 'apk', install: ['add', '-q'] },
  { command: 'brew', install: ['install'], asRoot: false },
]

/**
 * Finds what the tests use of the system, or installs it: asked for where a person sits at the terminal, at once where
 * none does.
 */
export async function ensureSystemTools() {
  const missing = missingTools()
  if (missing.length === 0) return
  const manager = MANAGERS.find(({ command }) => works(command, ['--version']))
  const prefix = manager && rights(manager)
  if (!manager || !prefix) throw new Error(needs(missing, manager))
  if (process.stdin.isTTY && process.stdout.isTTY && !(await agreed(missing, manager))) {
    throw new Error(needs(missing, manager))
  }
  console.log(`… ${names(missing)}, by ${manager.command}`)
  for (const args of [manager.before, [...manager.install, ...missing.map((tool) => tool.package)]]) {
    if (args) run([...prefix, manager.command, ...args], missing, manager)
  }
  const left = missingTools()
  if (left.length > 0) throw new Error(`It was installed, but is not on the search path. ${needs(left, manager)}`)
  console.log(`✓ ${names(missing)}`)
}

function missingTools() {
  return TOOLS.filter((tool) => !tool.isThere())
}

/** How to gain the rights: nothing in front as root, sudo where it asks for no password; undefined where there are none. */
function rights({ asRoot = true }) {
  if (!asRoot || process.getuid?.() === 0) return []
  if (process.stdin.isTTY && works('sudo', ['--version'])) return ['sudo']
  return works('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined
}

async function agreed(missing, manager) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`The tests need ${names(missing)}. Install with ${manager.command}? [Y/n] `)
  terminal.close()
  return !/^n/i.test(answer.trim())
}

function run([command, ...args], missing, manager) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env })
  if (status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` ended with ${status}. ${needs(missing, manager)}`)
}

function needs(missing, manager) {
  const packages = missing.map((tool) => tool.package).join(' ')
  const how = manager ? `\`${manager.command} ${manager.install.join(' ')} ${packages}\`` : 'your system'
  const chrome = missing.some((tool) => tool.name === 'Chromium') ? ' (or name a Chrome in HYDRA_CHROMIUM)' : ''
  return `The tests need ${names(missing)}. Install with ${how}${chrome}, then run the same command again.`
}

function names(tools) {
  return tools.map((tool) => tool.name).join(' and ')
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
