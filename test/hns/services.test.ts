import { createNames, type Names, practiceRules, recordsOf, serviceNames } from '@hydra/hns'
import { createKeyPair } from '@hydra/identity'
import { createMemoryMesh, createPeer, memoryPeer, type Parts, type Peer } from '@hydra/peer'
import { createRecordSet, memoryStore } from '@hydra/records'
import { createServices } from '@hydra/services'
import { afterAll, expect, it } from 'vitest'

const rules = practiceRules()
const mesh = createMemoryMesh()
const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

/** A peer with a ledger of its own, whose services ask it for names. */
async function addPeer() {
  let names: Names | undefined
  const base = memoryPeer(mesh)
  const parts: Parts<ReturnType<typeof mesh.join>> = {
    ...base,
    services: ({ router }) => {
      return createServices({ router, names: { resolve: (name) => serviceNames(names as Names).resolve(name) } })
    },
  }
  const peer: Peer<ReturnType<typeof mesh.join>> = await createPeer(parts)
  const records = await createRecordSet({ ...recordsOf(rules), store: memoryStore(), gossip: peer.records.gossip })
  peer.records.add(records)
  const own = await createNames({ records, rules })
  names = own
  closing.push(
    () => peer.close(),
    () => records.close(),
    () => own.close(),
  )
  return { services: peer.services, names: own, records }
}

const known = (names: Names, name: string, count: number): Promise<void> => {
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      if ((await names.resolve(name)).length < count) return
      stop()
      resolve()
    }
    const stop = names.onChange(() => void look())
    void look()
  })
}

it('a service is called by the name that its host claimed, until somebody else claims it as well', async () => {
  const [host, caller] = [await addPeer(), await addPeer()]
  const hostKey = await createKeyPair()
  await host.services.host(async () => new Response('Here it is.'), { key: hostKey, privacy: 'direct' })
  const { key: claimed } = await host.names.claim('my-service', hostKey, {}, { work: 100 })
  await known(caller.names, 'my-service', 1)
  const get = () => caller.services.fetch('hydra://My-Service/', { privacy: 'direct' })
  expect(await (await get()).text()).toBe('Here it is.')

  // A rival that did not know of it, and worked almost as much.
  const apart = await createRecordSet({ ...recordsOf(rules), store: memoryStore() })
  const rival = await createNames({ records: apart, rules })
  const { block } = await rival.claim('my-service', await createKeyPair(), {}, { work: 90 })
  await caller.records.add((await apart.get(block)) as Uint8Array)
  closing.push(
    () => apart.close(),
    () => rival.close(),
  )
  await expect(get()).rejects.toMatchObject({ name: 'ContestedNameError' })
  await caller.names.local.pin('my-service', claimed)
  expect(await (await get()).text()).toBe('Here it is.')
})
