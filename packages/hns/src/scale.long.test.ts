import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPublicKey, verify as nodeVerify } from 'node:crypto'
import { createKeyPair, type KeyPair } from '@hydra/identity'
import { createRecordSet, type RecordId, recordId } from '@hydra/records'
import { openSqliteStore } from '@hydra/records/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeBlock } from './block.ts'
import { createNames } from './create-names.ts'
import { equihash } from './equihash/equihash.ts'
import { makeBlock } from './make-block.ts'
import { practiceRules } from './practice-rules.ts'
import { socketStream } from './socket-stream.support.ts'
import { createValidate, recordsOf } from './validate.ts'

const BLOCKS = 100_000
const rules = practiceRules()
const folder = mkdtempSync(join(tmpdir(), 'hydra-names-'))
const path = join(folder, 'names.db')
let blocks: Uint8Array[] = []
afterAll(() => rmSync(folder, { recursive: true }))

let state = 1
const random = (): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
  return state / 0x7fff_ffff
}

/** Claims by a thousand keys; one in six on a name that is claimed already; now and then two branches, which are joined. */
async function ledger(): Promise<Uint8Array[]> {
  const keys = await Promise.all(Array.from({ length: 1000 }, () => createKeyPair()))
  const made: Uint8Array[] = []
  let tips: RecordId[] = []
  for (let i = 0; i < BLOCKS; i++) {
    const name = `name-${Math.floor(i / 1.2 + random() * 3)}`
    const parents = random() < 0.5 ? tips.slice(-1) : tips
    const payload = {
      title: `All about ${name}`,
      description: `What is to be found here, number ${i}`,
      tags: [`tag${i % 50}`],
    }
    const bytes = await makeBlock(
      { name, parents, payload },
      keys[Math.floor(random() * keys.length)] as KeyPair,
      rules,
    )
    made.push(bytes)
    tips = [...tips.filter((tip) => !parents.includes(tip)), recordId(bytes)].slice(-2)
  }
  return made
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

describe('a hundred thousand blocks', () => {
  beforeAll(async () => {
    blocks = await ledger()
    const records = await createRecordSet({ ...recordsOf(rules), store: await openSqliteStore(path) })
    await records.addAll(blocks)
    await records.close()
  }, 900_000)

  it('are opened, resolved and searched', async () => {
    for (let run = 0; run < 5; run++) {
      const store = await openSqliteStore(path)
      const records = await createRecordSet({ ...recordsOf(rules), store })
      let names = await createNames({ records, rules })
      await names.close()
      const read = await seconds(async () => {
        for await (const _ of records.range());
      })
      const opened = await seconds(async () => (names = await createNames({ records, rules })))
      await names.resolve('name-1')
      const times: number[] = []
      for (let i = 0; i < 5000; i++) {
        times.push((await seconds(() => names.resolve(`name-${Math.floor((random() * BLOCKS) / 1.2)}`))) * 1000)
      }
      times.sort((a, b) => a - b)
      const search = await seconds(() => names.search('number 777'))
      const again = await seconds(() => names.search('found 778'))
      console.log({ opened, read, p50: times[2500], p99: times[4950], search, again, load: loadavg()[0] })
      await names.close()
      await records.close()
    }
  })

  it('are synced by a fresh peer from one in another process, and kept on disk', async () => {
    const full = fork(fileURLToPath(new URL('serve-ledger.fixture.ts', import.meta.url)), [path])
    const [port] = (await once(full, 'message')) as [number]
    const store = await openSqliteStore(join(folder, 'fresh.db'))
    const fresh = await createRecordSet({ ...recordsOf(rules), store })
    const names = await createNames({ records: fresh, rules })
    const socket = connect(port, '127.0.0.1')
    const taken = await seconds(() => fresh.sync(socketStream(socket)))
    console.log({ synced: taken, branches: names.branches().length, load: loadavg()[0] })
    expect(fresh.size).toBe(BLOCKS)
    expect((await names.resolve('name-777')).length).toBeGreaterThan(0)
    await names.close()
    await fresh.close()
    socket.destroy()
    if (full.exitCode === null) await once(full, 'exit')
  })
})

it('blocks of the ledger’s puzzle are validated, signature and work; beside it, Node’s bare verification', async () => {
  const real = practiceRules({ puzzle: equihash({ threads: 0 }) })
  const keys = await Promise.all(Array.from({ length: 50 }, () => createKeyPair()))
  const worked: Uint8Array[] = []
  for (const [i, key] of keys.entries()) {
    worked.push(
      await makeBlock(
        { name: `name-${i}`, parents: [recordId(Uint8Array.of(i))], payload: { title: `Number ${i}` } },
        key,
        real,
      ),
    )
  }
  const validate = createValidate(real)
  let valid = 0
  const bare = worked.map((bytes) => {
    const { key, signed, signature } = decodeBlock(bytes)
    const der = Buffer.from([0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0, ...key])
    return { key: createPublicKey({ key: der, format: 'der', type: 'spki' }), signed, signature }
  })
  // One by one in turns: on a busy machine the tenth of the turns that were disturbed least tells most.
  const turns = { ours: [] as number[], bare: [] as number[] }
  for (let turn = 0; turn < 5000; turn++) {
    const i = turn % worked.length
    const { key, signed, signature } = bare[i] as (typeof bare)[number]
    turns.ours.push(await seconds(async () => (valid += Number((await validate(worked[i] as Uint8Array)).valid))))
    turns.bare.push(await seconds(async () => nodeVerify(null, signed, key, signature)))
  }
  expect(valid).toBe(5000)
  const microseconds = Object.entries(turns).map(([who, all]) => {
    const sorted = all.sort((a, b) => a - b)
    return [who, ...[500, 2500].map((place) => (sorted[place] as number) * 1e6)]
  })
  console.log({ microseconds, machine: `${cpus()[0]?.model} x ${cpus().length}`, load: loadavg()[0] })
})
