import { createKeyPair } from '@hydra/identity'
import { createRecordSet, memoryStore, type RecordId } from '@hydra/records'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createNames } from '../create-names.ts'
import { namesGateway } from '../gateway/names-gateway.ts'
import { practiceRules } from '../practice-rules.ts'
import { recordsOf } from '../validate.ts'
import { decodeAnswer, httpNames } from './http-names.ts'
import { createLightNames } from './light-names.ts'

const rules = practiceRules({ work: 16 })
const [first, rival] = await Promise.all([createKeyPair(), createKeyPair()])
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function peer(blocks: readonly Uint8Array[] = []) {
  const records = await createRecordSet({ ...recordsOf(rules), store: memoryStore() })
  await records.addAll(blocks)
  const names = await createNames({ records, rules })
  closing.push(
    () => names.close(),
    () => records.close(),
  )
  const handle = namesGateway(names, records)
  const source = httpNames('http://peer', async (url, init) => handle(new Request(url, init)))
  return { names, records, handle, source }
}

async function blocksOf({ records }: Awaited<ReturnType<typeof peer>>): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = []
  for await (const { bytes } of records.range()) blocks.push(bytes)
  return blocks
}

describe('a light client', () => {
  it('holds no ledger, asks several peers, and tells what they disagree on', async () => {
    const one = await peer()
    const claim = await one.names.claim('shared', first, { title: 'The first' }, { work: 100 })
    const before = await blocksOf(one)
    await one.names.claim('shared', rival, { title: 'The rival' })
    const two = await peer(await blocksOf(one))
    const behind = await peer(before)
    const liar = {
      async resolve() {
        const [told, ...others] = await two.source.resolve('shared', {})
        const bytes = (told?.bytes ?? new Uint8Array()).slice()
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        return [{ bytes, work: 1e9, contested: false }, ...others]
      },
    }
    const silent = { resolve: () => Promise.reject(new Error('Gone.')) }
    const boaster = {
      resolve: async () =>
        (await two.source.resolve('shared', {})).toReversed().map((told, i) => ({ ...told, work: 1e9 - i })),
    }
    const sources = { one: one.source, two: two.source, behind: behind.source, liar, silent, boaster }
    const { claims, disagreements } = await createLightNames(sources, rules).resolve('SHARED')
    expect(claims).toMatchObject([
      { key: first.publicKey, work: 116, block: claim.block, payload: { title: 'The first' } },
      { key: rival.publicKey, work: 16, toldBy: ['one', 'two', 'boaster'] },
    ])
    expect(disagreements).toEqual([
      { peer: 'liar', about: 'invalid' },
      { peer: 'silent', about: 'silent' },
      { peer: 'behind', about: 'missing', key: rival.publicKey },
      { peer: 'boaster', about: 'first', key: first.publicKey },
    ])
    const agreeing = await createLightNames({ one: one.source, two: two.source }, rules).resolve('shared')
    expect(agreeing.disagreements).toEqual([])
    expect(await createLightNames({}, rules).resolve('shared')).toEqual({ claims: [], disagreements: [] })
  })

  it('stops asking when its signal aborts', async () => {
    const stuck = { resolve: (_: string, { signal }: { signal?: AbortSignal | undefined }) => waitFor(signal) }
    const resolving = createLightNames({ stuck }, rules).resolve('name', { signal: AbortSignal.timeout(5) })
    await expect(resolving).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('refuses answers that are none, by name', () => {
    const answers = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ claims: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
    )
    fc.assert(
      fc.property(answers, (text) => {
        try {
          expect(Array.isArray(decodeAnswer(text))).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ name: 'BadAnswerError' })
        }
      }),
      { numRuns: 500 },
    )
  })
})

function waitFor(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
}

describe('the gateway', () => {
  it('gives claims and what was found, and nothing else', async () => {
    const { names, handle } = await peer()
    const { key } = await names.claim('pictures', first, { title: 'Of cats' })
    const get = (path: string, method = 'GET') => handle(new Request(`http://localhost${path}`, { method }))
    expect(await (await get('/names/PICTURES')).json()).toMatchObject({
      claims: [{ name: 'pictures', key, payload: { title: 'Of cats' } }],
    })
    expect(await (await get('/names?q=cats')).json()).toMatchObject({ claims: [{ name: 'pictures' }] })
    expect(await (await get('/names/nobody')).json()).toEqual({ claims: [] })
    const statuses = await Promise.all(
      ['/names/a%20b', '/names/%zz', '/other', '/names/a/b'].map(async (path) => (await get(path)).status),
    )
    expect(statuses).toEqual([400, 400, 404, 404])
    expect((await get('/names/pictures', 'POST')).status).toBe(405)
    const dropped = (await names.resolve('pictures'))[0]?.block as RecordId
    await names.local.prune(dropped)
    expect(await (await get('/names/pictures')).json()).toMatchObject({ claims: [{ payload: {}, bytes: '' }] })
  })
})
