import { createServer, type Socket } from 'node:net'
import { createRecordSet } from '@hydra/records'
import { openSqliteStore } from '@hydra/records/sqlite'
import { practiceRules } from './practice-rules.ts'
import { socketStream } from './socket-stream.support.ts'
import { recordsOf } from './validate.ts'

// A peer that has the whole ledger: tells its parent the port, serves whoever comes first, and ends.
const [path = ''] = process.argv.slice(2)
const set = await createRecordSet({ ...recordsOf(practiceRules()), store: await openSqliteStore(path) })
const server = createServer((socket) => void serve(socket))

async function serve(socket: Socket): Promise<void> {
  await set.answer(socketStream(socket))
  server.close()
  await set.close()
  process.disconnect()
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : undefined)
})
