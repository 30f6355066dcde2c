// One process of a first full sync: `role.ts plain|serve|fetch <path> <records or port> <seed> <records>`. Tells its parent.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { type ByteStream, createRecordSet, recordId, type RecordSet } from '@hydra/records'
import { openSqliteStore } from '@hydra/records/sqlite'
import { sample, validate } from './sample.ts'

export interface Cost {
  readonly records: number
  readonly perSecond: number
  /** User and system time of the process, for each record. */
  readonly cpuMicroseconds: number
  /** Resident after the first and the last tenth. */
  readonly megabytes: readonly [number, number]
}

const [role = '', path = '', number = '', seed = '1', total = '0'] = process.argv.slice(2)
const BATCH = 8192

function* samples(count: number): Iterable<Uint8Array> {
  for (let i = 0; i < count; i++) yield sample(Number(seed), i)
}

function startCounting(total: number) {
  const started = performance.now()
  const cpu = process.cpuUsage()
  const megabytes: number[] = []
  return {
    progress(done: number): void {
      if (done >= ((megabytes.length + 1) * total) / 10) megabytes.push(Math.round(process.memoryUsage.rss() / 2 ** 20))
    },
    end(records: number): Cost {
      const { user, system } = process.cpuUsage(cpu)
      const seconds = (performance.now() - started) / 1000
      return {
        records,
        perSecond: Math.round(records / seconds),
        cpuMicroseconds: Math.round(((user + system) / records) * 10) / 10,
        megabytes: [megabytes[0] ?? 0, megabytes.at(-1) ?? 0],
      }
    },
  }
}

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
    close: async () => void socket.end(),
    abort: (reason) => void socket.destroy(reason),
  }
}

const openSet = async (): Promise<RecordSet> =>
  createRecordSet({ kind: 'sample', validate, store: await openSqliteStore(path) })

const roles: Record<string, () => Promise<void>> = {
  async plain() {
    const rows = [...samples(Number(number))]
    const database = new DatabaseSync(path)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768')
    database.exec('CREATE TABLE entry (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB) STRICT')
    const insert = database.prepare('INSERT OR IGNORE INTO entry (id, body) VALUES (?, ?)')
    const count = startCounting(rows.length)
    for (let at = 0; at < rows.length; at += BATCH) {
      database.exec('BEGIN')
      for (const row of rows.slice(at, at + BATCH)) insert.run(recordId(row), row)
      database.exec('COMMIT')
      count.progress(at)
    }
    process.send?.(count.end(rows.length))
    database.close()
  },

  async serve() {
    const set = await openSet()
    await set.addAll(samples(Number(number)))
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    process.send?.(typeof address === 'object' ? address?.port : undefined)
    const [socket] = (await once(server, 'connection')) as [Socket]
    server.close()
    const count = startCounting(set.size)
    const { sent } = await set.answer(socketStream(socket), { onProgress: ({ sent }) => count.progress(sent) })
    process.send?.(count.end(sent))
    await set.close()
  },

  async fetch() {
    const set = await openSet()
    const socket = connect(Number(number), '127.0.0.1')
    await once(socket, 'connect')
    const count = startCounting(Number(total))
    const { received } = await set.sync(socketStream(socket), {
      onProgress: ({ received }) => count.progress(received),
    })
    process.send?.(count.end(received))
    await set.close()
  },
}
await roles[role]?.()
process.disconnect?.()
