import { writeSync } from 'node:fs'
import { createServer, connect, type Socket } from 'node:net'
import { once } from 'node:events'
import type { ByteStream } from '../byte-stream.ts'
import { createRecordSet } from '../create-record-set.ts'
import type { RecordSet, Validate } from '../record-set.ts'
import { sampleRecord } from '../testing/sample.ts'
import { openSqliteStore } from './sqlite-store.ts'

// One end of a first full sync. Serve: `serve <path> <count>` fills a set and prints "port <n>".
// Fetch: `fetch <path> <port>` syncs into an empty set and prints what it cost as JSON.
const [role = '', path = '', number = ''] = process.argv.slice(2)

/** A cheap rule: the place is in the first bytes, so that what is measured is not the rule. */
const validate: Validate = (bytes) => ({ valid: true, order: bytes.subarray(2, 6) })

function socketStream(socket: Socket): ByteStream {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  return {
    async read() {
      const next = await chunks.next()
      return next.done === true ? undefined : next.value
    },
    async write(bytes) {
      if (!socket.write(bytes)) await once(socket, 'drain')
    },
    async close() {
      socket.end()
    },
    abort(reason) {
      socket.destroy(reason)
    },
  }
}

function* samples(count: number): Iterable<Uint8Array> {
  for (let i = 0; i < count; i++) yield sampleRecord(2 ** 31 + (Math.imul(i, 0x9e3779b1) >>> 1), `${i}`.padEnd(150))
}

async function openSet(): Promise<RecordSet> {
  return createRecordSet({ kind: 'sample', validate, store: await openSqliteStore(path) })
}

async function serve(): Promise<void> {
  const set = await openSet()
  await set.addAll(samples(Number(number)))
  const server = createServer((socket) => {
    const cpu = process.cpuUsage()
    void set.answer(socketStream(socket)).then(async () => {
      const { user, system } = process.cpuUsage(cpu)
      writeSync(1, `${JSON.stringify({ serverCpuSeconds: (user + system) / 1e6, serverMegabytes: peakMegabytes() })}\n`)
      server.close()
      await set.close()
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    writeSync(1, `port ${typeof address === 'object' ? address?.port : ''}\n`)
  })
}

async function fetchAll(): Promise<void> {
  const set = await openSet()
  const socket = connect(Number(number), '127.0.0.1')
  await once(socket, 'connect')
  const megabytes: number[] = []
  const started = performance.now()
  const cpu = process.cpuUsage()
  const onProgress = ({ received }: { received: number }) => {
    if (received >= (megabytes.length + 1) * 100_000) megabytes.push(Math.round(process.memoryUsage.rss() / 2 ** 20))
  }
  const result = await set.sync(socketStream(socket), { onProgress })
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const cpuSeconds = (user + system) / 1e6
  const perSecond = Math.round(result.received / seconds)
  writeSync(1, `${JSON.stringify({ ...result, seconds, perSecond, cpuSeconds, megabytes, peak: peakMegabytes() })}\n`)
  await set.close()
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

await (role === 'serve' ? serve() : fetchAll())
