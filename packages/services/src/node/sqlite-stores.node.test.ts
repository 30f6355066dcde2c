import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PublicKey } from '@hydra/identity'
import { afterAll, describe, expect, it } from 'vitest'
import { testKv } from '../testing/kv-suite.ts'
import { sqliteStores } from './sqlite-stores.ts'

const folder = await mkdtemp(join(tmpdir(), 'hydra-kv-'))
afterAll(() => rm(folder, { recursive: true }))

const [a, b] = ['a', 'b'] as PublicKey[] as [PublicKey, PublicKey]
const stores = sqliteStores(join(folder, 'suite.db'))
afterAll(() => stores.close())
let made = 0
testKv('SQLite', async () => stores.open(`service ${made++}` as PublicKey))

describe('storage in a file', () => {
  it('is there again after it was closed, and each service has its own', async () => {
    const path = join(folder, 'again.db')
    const first = sqliteStores(path)
    await first.open(a).set('key', 'of a')
    await first.open(b).set('key', 'of b')
    await first.close()
    await first.close()
    const second = sqliteStores(path)
    expect([await second.open(a).get('key'), await second.open(b).list()]).toEqual(['of a', [['key', 'of b']]])
    await second.close()
  })
})
