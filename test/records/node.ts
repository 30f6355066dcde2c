import { createRecordSet, type RecordSet, recordId } from '@hydra/records'
import { libp2pRecords } from '@hydra/records/libp2p'
import { openSqliteStore } from '@hydra/records/sqlite'
import { nodeTransports } from '@hydra/transports'
import type { NodeListener } from '@hydra/transports/node-listener'
import { createLibp2p } from 'libp2p'
import { sampleRecord, validateSample } from './sample.ts'

/** A node that keeps its set in a database and answers whoever connects. */
export interface RecordsNode {
  readonly set: RecordSet
  readonly address: string
  digest(): Promise<{ size: number; hash: string }>
  add(from: number, count: number, text: string): Promise<void>
  close(): Promise<void>
}

export async function startNode(port: NodeListener, path: string): Promise<RecordsNode> {
  const store = await openSqliteStore(path)
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store })
  const node = await createLibp2p(nodeTransports({ port }))
  const records = await libp2pRecords(node, [set])
  const address = node.getMultiaddrs().find((each) => each.toString().includes('/ws/'))
  if (address === undefined) throw new Error('The node has no WebSocket.')
  return {
    set,
    address: address.toString(),
    async digest() {
      const ids: string[] = []
      for await (const { id } of set.range()) ids.push(id)
      return { size: set.size, hash: recordId(new TextEncoder().encode(ids.join())) }
    },
    add: async (from, count, text) =>
      void (await set.addAll(Array.from({ length: count }, (_, i) => sampleRecord(from + i, text)))),
    async close() {
      await records.close()
      await node.stop()
      await set.close()
    },
  }
}
