import { createRecordSet, recordId, type RecordSet, type SyncResult } from '@hydra/records'
import { leadTabs, openIndexedDbStore } from '@hydra/records/indexeddb'
import { type Libp2pRecords, libp2pRecords } from '@hydra/records/libp2p'
import { sampleRecord, validateSample } from '../sample.ts'
import { browserTransports } from '@hydra/transports'
import type { Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

let set: RecordSet
let node: Libp2p | undefined
let records: Libp2pRecords | undefined
let leads = false
const reports: string[] = []

/** Opens the set that all tabs of this origin share. */
export async function open(name: string): Promise<number> {
  const onDamaged = (what: string) => reports.push(what)
  set = await createRecordSet({
    kind: 'sample',
    validate: validateSample,
    store: await openIndexedDbStore(name),
    onDamaged,
  })
  return set.size
}

/** Asks to lead the tabs; says nothing until it does. */
export function lead(name: string): void {
  void leadTabs(name).then(() => {
    leads = true
  })
}

export const isLeading = (): boolean => leads

/** Connects to a node, and resolves when the set has met the one there. */
export async function meet(address: string): Promise<SyncResult> {
  node ??= await createLibp2p(browserTransports({ dialPrivate: true }))
  const { promise, resolve, reject } = Promise.withResolvers<SyncResult>()
  records = await libp2pRecords(node, [set], {
    onMeeting(meeting) {
      if (meeting.type === 'ended') resolve(meeting.result)
      if (meeting.type === 'failed') reject(meeting.error)
    },
  })
  await node.dial(multiaddr(address))
  return promise
}

export async function add(from: number, count: number, text: string): Promise<void> {
  await set.addAll(Array.from({ length: count }, (_, i) => sampleRecord(from + i, text)))
}

/** How many records there are, and a hash of all their ids in order. */
export async function digest(): Promise<{ size: number; hash: string }> {
  const ids: string[] = []
  for await (const { id } of set.range()) ids.push(id)
  return { size: set.size, hash: recordId(new TextEncoder().encode(ids.join())) }
}

export async function close(): Promise<void> {
  await records?.close()
  await node?.stop()
  await set.close()
}

/** Adds records until the browser dies, and says which were acknowledged. A liar writes each batch one too late. */
export function write(first: number, lies: boolean): void {
  void (async () => {
    for (let order = first, behind: number[] = []; ; order += 3) {
      const batch = [order, order + 1, order + 2]
      const written = lies ? behind : batch
      behind = batch
      if (lies) console.log(`ack ${batch.join(' ')}`)
      await Promise.all(written.map((each) => set.add(sampleRecord(each, 'x'.repeat(100)))))
      if (!lies) console.log(`ack ${batch.join(' ')}`)
    }
  })()
}

/** Adds records until the disk takes no more. */
export async function fill(): Promise<{ acknowledged: number[]; failed: string }> {
  const acknowledged: number[] = []
  const text = 'x'.repeat(100)
  for (let order = 0; ; order += 100) {
    try {
      await set.addAll(Array.from({ length: 100 }, (_, i) => sampleRecord(order + i, text)))
    } catch (error) {
      return { acknowledged, failed: error instanceof Error ? error.name : String(error) }
    }
    acknowledged.push(...Array.from({ length: 100 }, (_, i) => order + i))
  }
}

/** Looks for what was acknowledged; every record shown is hashed again. */
export async function inspect(acknowledged: number[]) {
  const held = new Set<string>()
  let corrupt = 0
  for await (const { id, bytes } of set.range()) {
    if (recordId(bytes) !== id) corrupt++
    held.add(id)
  }
  if (held.size !== set.size) corrupt++
  const lost = acknowledged.filter((order) => !held.has(recordId(sampleRecord(order, 'x'.repeat(100)))))
  return { lost, corrupt, reports, size: set.size }
}
