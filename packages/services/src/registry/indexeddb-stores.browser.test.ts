import type { PublicKey } from '@hydra/identity'
import { afterAll, describe, expect, it } from 'vitest'
import { testKv } from '../testing/kv-suite.ts'
import { indexedDbStores } from './indexeddb-stores.ts'

const [a, b] = ['a', 'b'] as PublicKey[] as [PublicKey, PublicKey]
const stores = indexedDbStores('suite')
afterAll(() => stores.close())
let made = 0
testKv('IndexedDB', async () => stores.open(`service ${crypto.randomUUID()} ${made++}` as PublicKey))

describe('storage in a browser', () => {
  it('is there again after it was closed, and each service has its own', async () => {
    const name = `again ${crypto.randomUUID()}`
    const first = indexedDbStores(name)
    await first.open(a).set('key', 'of a')
    await first.open(b).set('key', 'of b')
    await first.close()
    await first.close()
    const second = indexedDbStores(name)
    expect([await second.open(a).get('key'), await second.open(b).list()]).toEqual(['of a', [['key', 'of b']]])
    await second.close()
  })
})
