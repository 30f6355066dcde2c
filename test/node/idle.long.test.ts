import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openHome } from './hydra.ts'

const MIB = 1024 ** 2

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

it('takes little while it idles among twenty neighbours for five minutes', async () => {
  const home = await openHome()
  const { url, address, process: node } = await home.start()
  const neighbours = fileURLToPath(new URL('neighbours.ts', import.meta.url))
  const child = spawn(process.execPath, [neighbours, address, '20'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let last = { connections: 0, bytes: 0 }
  child.stdout.on('data', (chunk) => (last = JSON.parse(String(chunk).trim().split('\n').at(-1) ?? '') as typeof last))
  await expect.poll(() => last.connections, { timeout: 60_000 }).toBe(20)
  // Meeting is work; what comes after is idling.
  await pause(60_000)

  const from = { bytes: last.bytes, cpu: await metric(url, 'process_cpu_seconds_total'), at: performance.now() }
  const memory: number[] = []
  while (performance.now() - from.at < 300_000) {
    await pause(5_000)
    const status = await readFile(`/proc/${node.pid}/status`, 'utf8')
    memory.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024)
  }
  const seconds = (performance.now() - from.at) / 1000
  const share = ((await metric(url, 'process_cpu_seconds_total')) - from.cpu) / seconds
  const bytesAnHour = ((last.bytes - from.bytes) / seconds) * 3600
  console.log(
    `${last.connections} connections; memory ${Math.max(...memory) / MIB} MiB at most, ${(memory.at(-1) ?? 0) / MIB} at the end; ` +
      `${(share * 100).toFixed(2)} % of a core; ${(bytesAnHour / 1e6).toFixed(2)} MB an hour`,
  )
  expect(last.connections).toBe(20)
  expect(Math.max(...memory)).toBeLessThan(150e6)
  expect(share).toBeLessThan(0.01)
  expect(bytesAnHour).toBeLessThan(10e6)
})

it('answers a thousand HTTP clients at once for a minute, without an error and without growing', async () => {
  const home = await openHome()
  const { url, process: node } = await home.start()
  await writeFile(join(home.dataDir, 'whale.txt'), 'A whale of a file. '.repeat(500))
  const [added] = await home.json<{ cid: string }>('files', 'add', 'whale.txt')
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 })
  onTestFinished(() => agent.destroy())
  const outcomes = { answered: 0, failed: 0 }
  const ask = () =>
    new Promise<void>((resolve) => {
      get(`${url}files/${added?.cid}`, { agent }, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === 200) outcomes.answered++
          else outcomes.failed++
          resolve()
        })
      }).on('error', () => {
        outcomes.failed++
        resolve()
      })
    })
  const until = performance.now() + 60_000
  const memory: number[] = []
  const client = async (): Promise<void> => {
    while (performance.now() < until) await ask()
  }
  const watch = async (): Promise<void> => {
    while (performance.now() < until) {
      await pause(5_000)
      const status = await readFile(`/proc/${node.pid}/status`, 'utf8')
      memory.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024)
    }
  }
  await Promise.all([watch(), ...Array.from({ length: 1_000 }, client)])
  console.log(outcomes, memory.map((bytes) => Math.round(bytes / MIB)).join(' '))
  expect(outcomes.failed).toBe(0)
  expect(outcomes.answered).toBeGreaterThan(10_000)
  // Flat: the last half takes no more than the first did.
  const [first, second] = [memory.slice(0, memory.length / 2), memory.slice(memory.length / 2)]
  expect(Math.max(...second)).toBeLessThan(Math.max(...first) * 1.1)
})
