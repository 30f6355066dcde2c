import { createFiles, memoryBlocks, storeSource } from '@hydra/files'
import { createPipe, createRecordSet, memoryStore, type RecordSet } from '@hydra/records'
import { measureSpread } from '@hydra/router/simulator'
import { content } from '../files/content.ts'
import { ask, createWorld, hostSome } from '../privacy/world.ts'
import { sample, validate } from '../records/sample.ts'
import { round } from '../harness/result.ts'
import type { Figures } from './compare.ts'

const SEED = 7

/** All of them in some seconds: small networks and sets, by the code that ships. */
export async function measureAll(): Promise<Figures> {
  const found = {
    ...(await broadcast()),
    ...(await deaths()),
    ...(await requests()),
    ...(await syncs()),
    ...(await file()),
  }
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, round(value)]))
}

async function broadcast(): Promise<Figures> {
  const { copies, sends, bytes, hops, coverageMs } = await measureSpread({ peers: 200, seed: SEED })
  return {
    'broadcast, 200 peers: payload copies per delivery': copies,
    'broadcast, 200 peers: frames per delivery': sends,
    'broadcast, 200 peers: bytes per delivery': bytes,
    'broadcast, 200 peers: links to the middle peer': hops.p50,
    'broadcast, 200 peers: ms to the last peer, virtual': coverageMs.p50,
  }
}

async function deaths(): Promise<Figures> {
  const network = { churn: 0.2, noticeMs: 2_000 }
  const { copies, delivered } = await measureSpread({ peers: 100, seed: SEED, messages: 40, network })
  return {
    'broadcast, 100 peers, a fifth leave each minute: payload copies per delivery': copies,
    'broadcast, 100 peers, a fifth leave each minute: delivered to all, here or not': delivered,
  }
}

async function requests(): Promise<Figures> {
  const REQUESTS = 40
  const world = await createWorld({ peers: 100, seed: SEED })
  const { network, routers, random } = world
  const [service] = await hostSome(world, 1)
  const sent = () => ({
    frames: network.peers.reduce((sum, { counters }) => sum + counters.framesSent, 0),
    bytes: network.peers.reduce((sum, { counters }) => sum + counters.bytesSent, 0),
  })
  const before = sent()
  const began = network.clock.now()
  let answered = 0
  for (let index = 0; index < REQUESTS; index++) {
    const asking = ask(routers[random.integer(100)]!, service!.key.publicKey, new Uint8Array(200))
    if ((await network.clock.complete(asking)) === 'answered') answered++
  }
  const ms = (network.clock.now() - began) / REQUESTS
  const after = sent()
  await world.close()
  return {
    'hidden request, 100 peers: answered': answered,
    'hidden request, 100 peers: frames': (after.frames - before.frames) / REQUESTS,
    'hidden request, 100 peers: bytes': (after.bytes - before.bytes) / REQUESTS,
    'hidden request, 100 peers: ms until the answer, virtual': ms,
  }
}

async function syncs(): Promise<Figures> {
  const RECORDS = 20_000
  let next = 0
  function* fresh(count: number) {
    for (const end = next + count; next < end; next++) yield sample(SEED, next, 0)
  }
  const sets: RecordSet[] = []
  for (let side = 0; side < 2; side++) {
    const set = await createRecordSet({ kind: 'sample', validate, store: memoryStore() })
    next = 0
    await set.addAll(fresh(RECORDS))
    sets.push(set)
  }
  const [a, b] = sets as [RecordSet, RecordSet]
  const found: Record<string, number> = {}
  for (const differences of [0, 1, 200]) {
    await b.addAll(fresh(differences))
    const [here, there] = createPipe()
    const [{ overheadBytes, roundTrips, received }] = await Promise.all([a.sync(here), b.answer(there)])
    if (received !== differences) throw new Error(`${received} records came of ${differences}.`)
    found[`sync, ${differences} of 20,000 missing: bytes beside the records`] = overheadBytes
    found[`sync, ${differences} of 20,000 missing: round trips`] = roundTrips
  }
  await Promise.all(sets.map((set) => set.close()))
  return found
}

async function file(): Promise<Figures> {
  const BYTES = 16 * 1024 * 1024
  const there = memoryBlocks()
  async function* pieces() {
    yield* content(BYTES, SEED)
  }
  const provider = await createFiles({ blocks: there })
  const cid = await provider.add(pieces())
  const source = storeSource(there)
  let [asked, came] = [0, 0]
  const counting: typeof source = {
    ...source,
    async *providers(root, options) {
      for await (const each of source.providers(root, options)) {
        yield {
          ...each,
          async *ask(wants, own) {
            asked++
            for await (const block of each.ask(wants, own)) {
              came += block.bytes.length
              yield block
            }
          },
        }
      }
    },
  }
  const reader = await createFiles({ blocks: memoryBlocks(), sources: [counting] })
  let read = 0
  for await (const piece of reader.stream(cid)) read += piece.length
  await Promise.all([provider.close(), reader.close()])
  if (read !== BYTES) throw new Error(`${read} bytes came of ${BYTES}.`)
  return { 'file of 16 MiB: questions asked': asked, 'file of 16 MiB: bytes that came, per byte of it': came / BYTES }
}
