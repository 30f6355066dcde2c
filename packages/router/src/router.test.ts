import { createKeyPair, type KeyPair } from '@hydra/identity'
import { afterEach, describe, expect, it } from 'vitest'
import type { Handler } from './router.ts'
import { collect, createMesh, type Mesh, type MeshPeer } from './testing/mesh.ts'

let mesh: Mesh
afterEach(() => mesh.close())

const bytes = (text: string) => new TextEncoder().encode(text)
const nothing = new Uint8Array(0)
const read = async (body: AsyncIterable<Uint8Array>) => new TextDecoder().decode(await collect(body))
const echo: Handler = ({ body }) => body

function chain(size: number): MeshPeer[] {
  mesh = createMesh()
  const peers = Array.from({ length: size }, () => mesh.add())
  mesh.chain(...peers)
  return peers
}

async function ask(peer: MeshPeer, key: KeyPair, text: string): Promise<string> {
  const { body } = await peer.router.request(key.publicKey, bytes(text), { signal: AbortSignal.timeout(15_000) })
  return read(body)
}

describe('a request in a small network', () => {
  for (const size of [2, 3, 4, 5]) {
    it(`is answered over a chain of ${size} peers, and the other way round`, async () => {
      const peers = chain(size)
      const [first, last] = [peers[0]!, peers.at(-1)!]
      const [key, other] = [await createKeyPair(), await createKeyPair()]
      await last.router.host(key, echo)
      await first.router.host(other, echo)
      expect(await ask(first, key, 'hello')).toBe('hello')
      expect(await ask(last, other, 'back')).toBe('back')
      for (const peer of peers) expect(await ask(peer, key, 'all')).toBe('all')
    })
  }

  it('is answered within a second of the announcement', async () => {
    const [a, , c] = chain(3)
    const key = await createKeyPair()
    await c!.router.host(key, echo)
    const started = performance.now()
    expect(await ask(a!, key, 'soon')).toBe('soon')
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('reaches a service that was announced before its asker joined', async () => {
    const [a, b] = chain(2)
    const key = await createKeyPair()
    await a!.router.host(key, echo)
    expect(await ask(b!, key, 'early')).toBe('early')
    const late = mesh.add()
    mesh.network.connect(late, b!)
    expect(await ask(late, key, 'late')).toBe('late')
  })

  it('reaches a service that was hosted before its peer had a link', async () => {
    mesh = createMesh()
    const [a, b] = [mesh.add(), mesh.add()]
    const key = await createKeyPair()
    await a.router.host(key, echo)
    mesh.chain(b, a)
    expect(await ask(b, key, 'there')).toBe('there')
  })

  it('goes direct where it is asked to', async () => {
    const [a, , c] = chain(3)
    const key = await createKeyPair()
    await c!.router.host(key, echo, { privacy: 'direct' })
    expect(await ask(c!, key, 'x')).toBe('x')
    const { body } = await a!.router.request(key.publicKey, bytes('fast'), { privacy: 'direct', acceptWeak: false })
    expect(await read(body)).toBe('fast')
  })

  it('finds nobody where nobody hosts', async () => {
    mesh = createMesh({ attempts: 2 })
    const [a, b] = [mesh.add(), mesh.add()]
    mesh.chain(a, b)
    const key = await createKeyPair()
    await expect(a.router.request(key.publicKey, nothing)).rejects.toMatchObject({ name: 'NoAnswerError' })
  })

  it('is not sent where it would be known to be ours, unless that is accepted', async () => {
    mesh = createMesh({ acceptWeak: false })
    const [a, b] = [mesh.add(), mesh.add()]
    mesh.chain(a, b)
    const key = await createKeyPair()
    await b.router.host(key, echo)
    await expect(a.router.request(key.publicKey, nothing)).rejects.toMatchObject({ name: 'WeaklyHiddenError' })
    expect(a.router.hidden()).toBe('weak')
    const { body } = await a.router.request(key.publicKey, bytes('yes'), { acceptWeak: true })
    expect(await read(body)).toBe('yes')
  })
})

describe('the caller', () => {
  it('is known to the host only if it signed', async () => {
    const [a, , c] = chain(3)
    const [key, me] = [await createKeyPair(), await createKeyPair()]
    await c!.router.host(key, ({ caller }) => bytes(caller ?? 'nobody'))
    const signed = await a!.router.request(key.publicKey, nothing, { caller: me })
    expect(await read(signed.body)).toBe(me.publicKey)
    expect(await ask(a!, key, '')).toBe('nobody')
  })
})

describe('breaking off', () => {
  it('at the asker is seen by the handler', async () => {
    const [a, , c] = chain(3)
    const key = await createKeyPair()
    const seen = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    await c!.router.host(key, ({ signal }) => {
      begun.resolve()
      signal.addEventListener('abort', () => seen.resolve())
      return new Promise(() => {})
    })
    const controller = new AbortController()
    const asking = a!.router.request(key.publicKey, nothing, { signal: controller.signal })
    await begun.promise
    controller.abort(new Error('enough'))
    await expect(asking).rejects.toThrow('enough')
    await seen.promise
  })

  it('by a reader who leaves early is seen by the handler', async () => {
    const [a, , c] = chain(3)
    const key = await createKeyPair()
    const stopped = Promise.withResolvers<void>()
    await c!.router.host(key, async function* () {
      try {
        for (;;) yield new Uint8Array(100_000)
      } finally {
        stopped.resolve()
      }
    })
    const { body } = await a!.router.request(key.publicKey, nothing)
    for await (const _ of body) break
    await stopped.promise
  })

  it('at the host is seen by the reader', async () => {
    const [a, , c] = chain(3)
    const key = await createKeyPair()
    await c!.router.host(key, async function* () {
      yield bytes('half')
      throw new Error('the other half is gone')
    })
    const { body } = await a!.router.request(key.publicKey, nothing)
    await expect(read(body)).rejects.toMatchObject({ name: 'BrokenStreamError' })
  })

  it('before an answer began rejects the request', async () => {
    const [a, , c] = chain(3)
    const key = await createKeyPair()
    await c!.router.host(key, () => Promise.reject(new Error('no')))
    await expect(a!.router.request(key.publicKey, nothing)).rejects.toMatchObject({ name: 'BrokenStreamError' })
  })

  it('of a service is told to those who ask later', async () => {
    mesh = createMesh({ attempts: 2 })
    const [a, b] = [mesh.add(), mesh.add()]
    mesh.chain(a, b)
    const key = await createKeyPair()
    const stop = await b.router.host(key, echo)
    expect(await ask(a, key, 'on')).toBe('on')
    stop()
    await expect(ask(a, key, 'off')).rejects.toMatchObject({ name: 'NoAnswerError' })
  })
})

describe('several hosts of one key', () => {
  it('stand in for one that vanishes, and carry out each request once', async () => {
    mesh = createMesh()
    const [asker, hub, one, two] = [mesh.add(), mesh.add(), mesh.add(), mesh.add()]
    for (const peer of [asker, one, two]) mesh.network.connect(peer, hub)
    const key = await createKeyPair()
    const served: string[] = []
    for (const [name, host] of Object.entries({ one, two })) {
      await host.router.host(key, async ({ body }) => {
        served.push(`${name}: ${await read(body)}`)
        return bytes(name)
      })
    }
    const names = new Set<string>()
    for (let index = 0; index < 20; index++) names.add(await ask(asker, key, `before ${index}`))
    expect([...names].toSorted()).toEqual(['one', 'two'])
    expect(served).toHaveLength(20)
    mesh.network.remove(one)
    for (let index = 0; index < 5; index++) expect(await ask(asker, key, `after ${index}`)).toBe('two')
    expect(served).toHaveLength(25)
  })

  it('a path that breaks in the middle is resumed by another', async () => {
    mesh = createMesh()
    const [asker, left, right, host] = [mesh.add(), mesh.add(), mesh.add(), mesh.add()]
    mesh.chain(asker, left, host)
    mesh.chain(asker, right, host)
    const key = await createKeyPair()
    let runs = 0
    await host.router.host(key, async function* () {
      runs++
      for (let index = 0; index < 200; index++) yield new Uint8Array(20_000).fill(index)
    })
    const { body } = await asker.router.request(key.publicKey, nothing)
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of body) {
      if (length < 500_000 && length + piece.length >= 500_000) mesh.network.remove(left)
      pieces.push(piece)
      length += piece.length
    }
    const all = await collect(
      (async function* () {
        yield* pieces
      })(),
    )
    expect(all.length).toBe(4_000_000)
    for (let index = 0; index < 200; index++) expect(all[index * 20_000 + 7]).toBe(index)
    expect(runs).toBe(1)
  })
})

describe('topics', () => {
  it('bring a message to every subscriber, once', async () => {
    const peers = chain(5)
    const heard: string[] = []
    const all = Promise.withResolvers<void>()
    peers.forEach((peer, index) => {
      peer.router.subscribe('news', (message) => {
        heard.push(`${index} ${new TextDecoder().decode(message)}`)
        if (heard.length === 5) all.resolve()
      })
      peer.router.subscribe('other', () => heard.push('wrong'))
    })
    await peers[2]!.router.publish('news', bytes('hi'))
    await all.promise
    expect(heard.toSorted()).toEqual(['0 hi', '1 hi', '2 hi', '3 hi', '4 hi'])
  })

  it('bring a question to whoever answers, and the answers back', async () => {
    const peers = chain(4)
    peers[1]!.router.answer('who', () => undefined)
    for (const index of [2, 3]) {
      peers[index]!.router.answer('who', async ({ body }) => bytes(`${index} heard ${await read(body)}`))
    }
    const answers: string[] = []
    for await (const { body } of peers[0]!.router.ask('who', bytes('me?'))) {
      answers.push(await read(body))
      if (answers.length === 2) break
    }
    expect(answers.toSorted()).toEqual(['2 heard me?', '3 heard me?'])
  })
})

describe('a closed router', () => {
  it('ends what it had open, and takes nothing new', async () => {
    const [a, b] = chain(2)
    const key = await createKeyPair()
    await b!.router.host(key, () => new Promise(() => {}))
    const asking = a!.router.request(key.publicKey, nothing)
    await a!.router.close()
    await a!.router.close()
    await expect(asking).rejects.toMatchObject({ name: 'ClosedError' })
    await expect(a!.router.request(key.publicKey, nothing)).rejects.toMatchObject({ name: 'ClosedError' })
  })
})
