// The door for people: `npm start` and `npm test` come here on whatever Node the machine has.
// Plain JavaScript on purpose: it runs before any tool of the project is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isFresh } from './freshness.mjs'
import { ensureSystemTools } from './system-tools.mjs'
import { atLeast, commands, PINNED_NODE } from './tools.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const log = join(root, '.cache', 'setup.log')
// npm puts node_modules/.bin first: the second time, this very script already runs on the Node that it brought.
const ownNode = !atLeast(process.versions.node, '22.19') || process.execPath.startsWith(join(root, 'toolchain'))

const purpose = process.argv[2]
const rest = process.argv.slice(3)

try {
  if (!atLeast(process.versions.node, '20.0')) {
    throw new Error(
      `This needs Node 20 or newer to begin with, and this is ${process.versions.node}. Install one from your system or nodejs.org.`,
    )
  }
  mkdirSync(dirname(log), { recursive: true })
  writeFileSync(log, '')
  const env = await setUp()
  process.exitCode = await hand(commands[purpose] ?? commands.help, env)
} catch (error) {
  console.error(`✗ ${error.message}`)
  process.exitCode = 1
}

async function setUp() {
  await step('pnpm', installed('pnpm', 'pnpm'), () => npmInstall('pnpm'))
  if (ownNode) await step(`Node ${PINNED_NODE}`, installed('node', `node-${platform()}`), () => npmInstall('node'))
  const env = { ...process.env, PATH: searchPath() }
  const stamp = join(root, 'node_modules', '.hydra-setup')
  const wanted = fingerprint()
  const upToDate = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  await step('dependencies', upToDate, () =>
    run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], env),
  )
  linkNode()
  writeFileSync(stamp, wanted)
  await build(env)
  if (purpose === 'test') await ensureSystemTools()
  return env
}

async function build(env) {
  const stamp = join(root, 'node_modules', '.hydra-built')
  const made = readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, 'packages', name))
    .concat(join(root, 'examples', 'node'))
  const isBuilt = made.every((folder) => existsSync(join(folder, 'dist')))
  const from = ['tsconfig.json', 'tsconfig.base.json', 'pnpm-lock.yaml', 'scripts'].map((name) => join(root, name))
  const sources = made.flatMap((folder) => ['src', 'package.json', 'tsconfig.json'].map((name) => join(folder, name)))
  await step('build', isBuilt && isFresh(stamp, [...from, ...sources]), async () => {
    await run('pnpm', ['--silent', 'build'], env)
    writeFileSync(stamp, '')
  })
  if (purpose !== 'start') return
  await buildPage('picture app', 'picture-sharing', [stamp], env)
  const views = join(root, 'examples', 'views', 'src')
  await buildPage('dashboard', 'dashboard', [views], env)
  await buildPage('peer in a tab', 'browser-peer', [stamp, views], env)
}

async function buildPage(what, name, from, env) {
  const app = join(root, 'examples', name)
  const parts = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((part) => join(app, part))
  await step(what, isFresh(join(app, 'dist', 'index.html'), [...from, ...parts]), () =>
    run('pnpm', ['--silent', '--filter', `@hydra/${name}`, 'build'], env),
  )
}

/** Runs one step, and tells of it only where there is something to do. */
async function step(what, done, work) {
  if (done) return
  const start = Date.now()
  if (process.stdout.isTTY) process.stdout.write(`… ${what}`)
  try {
    await work()
  } catch (error) {
    if (process.stdout.isTTY) process.stdout.write('\r')
    throw new Error(`${what} failed: ${error.message} All of its output is in .cache/setup.log.`, { cause: error })
  }
  console.log(`${process.stdout.isTTY ? '\r' : ''}✓ ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
}

function installed(folder, name) {
  const wanted = JSON.parse(readFileSync(join(root, 'toolchain', folder, 'package.json'), 'utf8'))
  const there = join(root, 'toolchain', folder, 'node_modules', name, 'package.json')
  if (!existsSync(there)) return false
  const version = (wanted.dependencies ?? wanted.optionalDependencies)[name]
  return JSON.parse(readFileSync(there, 'utf8')).version === version
}

// `install`, not `ci`: the lock file lists the platforms that it was written for, and others must work too.
async function npmInstall(folder) {
  await run('npm', ['install', '--no-save', '--loglevel=error'], process.env, join(root, 'toolchain', folder))
  if (folder === 'node' && !installed('node', `node-${platform()}`)) {
    throw new Error(`The package registry has no Node for ${platform()}. Install Node 24 yourself and run this again.`)
  }
}

function platform() {
  return `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}

function nodeFolder() {
  return join(root, 'toolchain', 'node', 'node_modules', `node-${platform()}`, 'bin')
}

function searchPath() {
  const folders = [join(root, 'toolchain', 'pnpm', 'node_modules', '.bin'), process.env.PATH ?? '']
  return (ownNode ? [nodeFolder(), ...folders] : folders).join(delimiter)
}

// So that `pnpm check` and every other script run on the pinned Node too, whatever shell they are typed in.
function linkNode() {
  const link = join(root, 'node_modules', '.bin', 'node')
  rmSync(link, { force: true })
  if (ownNode && process.platform !== 'win32') symlinkSync(join(nodeFolder(), 'node'), link)
}

/** What the installed dependencies depend on. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'])
    hash.update(readFileSync(join(root, file)))
  return hash.update(String(ownNode)).digest('hex')
}

/** Runs a tool quietly; its output goes to the log, and its last telling line into the error. */
function run(command, args, env, cwd = root) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-100_000)
      writeFileSync(log, chunk, { flag: 'a' })
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => reject(new Error(`${command} could not be started (${error.message}).`)))
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${tellingLine(output) ?? `${command} ended with ${code}`}. ${advice(output)}`)),
    )
  })
}

/** What a person wants to read of a tool's output: the line that names the error, and the reason that pnpm draws below it. */
function tellingLine(output) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const at = lines.findIndex((line) => /\berr(or)?\b|ERR_/i.test(line))
  if (at < 0) return lines.at(-1)
  const reason = lines.slice(at).findIndex((line) => line.startsWith('╰─▶ '))
  const wrapped = reason < 0 ? [] : lines.slice(at + reason, at + reason + 2)
  return [lines[at], ...wrapped]
    .join(' ')
    .replace('╰─▶ ', '')
    .replace(/^Error: /, '')
    .replace(/[.:]+$/, '')
}

function advice(output) {
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET|fetch failed/i.test(output)) {
    return 'Check that this machine reaches the package registry, then run the same command again.'
  }
  if (/OUTDATED_LOCKFILE/.test(output)) {
    return 'The checkout is inconsistent: pull again. If you changed a package.json yourself, run toolchain/pnpm/node_modules/.bin/pnpm install.'
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: free some room, then run the same command again.'
  return 'Mend that, then run the same command again.'
}

/** Hands the terminal over to the program; its signals and its exit code are ours. */
function hand({ command, args }, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, ...rest], {
      cwd: root,
      env,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    // A terminal sends Ctrl-C to the child too; a second one would tell it to give up at once.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(signal ? 1 : code))
  })
}
