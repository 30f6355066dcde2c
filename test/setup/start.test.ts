import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

// What a person's shell has: none of the tools that the project brings.
const PATH = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.startsWith(root) && !folder.includes('node_modules'))
  .join(delimiter)

let clone: string

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'hydra-clone-'))
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root })
  for (const path of listed
    .toString()
    .split('\0')
    .filter((path) => path && existsSync(join(root, path)))) {
    cpSync(join(root, path), join(clone, path), { recursive: true, verbatimSymlinks: true, force: true })
  }
})

afterAll(() => rmSync(clone, { recursive: true, force: true }))

describe('npm start on a fresh clone', { timeout: 300_000 }, () => {
  it('sets everything up, gets a node ready, and Ctrl-C ends it within two seconds', async () => {
    const node = await start()
    const page = await fetch(node.url)
    expect(await page.text()).toContain('<title>Daybook</title>')
    expect(await stop(node)).toBeLessThan(2_000)
    expect(node.output()).toContain('Stopped.')
    await expect(fetch(node.url)).rejects.toThrow()
  })

  it('is ready within five seconds the second time', async () => {
    const node = await start()
    await stop(node)
    expect(node.readyAfterMs).toBeLessThan(5_000)
  })

  it('says in one line what failed and what to do', async () => {
    appendFileSync(join(clone, 'packages/identity/src/index.ts'), "export const fault: number = 'one'\n")
    const failure = await start().catch((error: Error) => error.message)
    expect(failure).toMatch(/^✗ build failed: .*error.*run the same command again.*setup\.log\.$/m)
  })
})

interface Started {
  process: ChildProcess
  url: string
  readyAfterMs: number
  output(): string
}

function start(): Promise<Started> {
  const begun = performance.now()
  const env = { ...process.env, PATH, CI: 'true' }
  // A group of its own, as a terminal gives it, so that Ctrl-C can be sent to all of it.
  const child = spawn('npm', ['start', '--', '--port', '0'], { cwd: clone, env, detached: true })
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const url = /ready at (\S+)/.exec(output)?.[1]
      if (url) resolve({ process: child, url, readyAfterMs: performance.now() - begun, output: () => output })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('close', () => reject(new Error(output)))
  })
}

/** Presses Ctrl-C, and says how long it took until all of it was gone. */
async function stop({ process: child }: Started): Promise<number> {
  const begun = performance.now()
  const closed = new Promise((resolve) => child.on('close', resolve))
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
  await closed
  return performance.now() - begun
}
