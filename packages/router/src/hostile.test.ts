import { createKeyPair } from '@hydra/identity'
import { integer, sample, tuple } from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Metric } from './core/events.ts'
import { limits } from './core/limits.ts'
import { encodeFrame, type Frame } from './frame.ts'
import type { Handler } from './router.ts'
import { fakeOpen, fakeService } from './testing/core-rig.ts'
import { collect, createMesh, type Mesh, type MeshPeer } from './testing/mesh.ts'
import { type RawPeer, rawPeer } from './testing/raw-peer.ts'

let mesh: Mesh
afterEach(() => mesh.close())

const text = (value: string) => new TextEncoder().encode(value)
const read = async (body: AsyncIterable<Uint8Array>) => new TextDecoder().decode(await collect(body))
const echo: Handler = ({ body }) => body

/** An honest asker and an honest host around a relay, and an attacker at the relay. */
async function scene(options: Parameters<typeof createMesh>[0] = {}) {
  const counts = new Map<Metric, number>()
  const log: string[] = []
  mesh = createMesh(options)
  const [asker, host] = [mesh.add(), mesh.add()]
  const relay = mesh.add({
    onMetric: (what) => counts.set(what, (counts.get(what) ?? 0) + 1),
    onLog: (line) => log.push(line),
  })
  mesh.chain(asker, relay, host)
  const attacker = rawPeer(mesh.network.add())
  mesh.network.connect(attacker, relay)
  const key = await createKeyPair()
  await host.router.host(key, echo)
  const ask = async (question: string) => {
    const { body } = await asker.router.request(key.publicKey, text(question))
    return read(body)
  }
  expect(await ask('before')).toBe('before')
  return { asker, host, relay, attacker, key, ask, counts, log }
}

const isLinked = (raw: RawPeer, peer: MeshPeer) => [...raw.link.neighbours()].some(({ id }) => id === peer.id)

describe('a neighbour that never stops', () => {
  it('asking is told that we are busy, then cut off, while others are served', async () => {
    const { relay, attacker, ask, counts } = await scene()
    let sent = 0
    const started = performance.now()
    const flood = async () => {
      const opens = Array.from({ length: 250 }, () => fakeOpen(fakeService(sent % 50), Date.now(), sent++))
      await Promise.all(opens.map((open) => attacker.send(relay.id, open).catch(() => {})))
    }
    for (let round = 0; isLinked(attacker, relay) && round < 80; round++) {
      await flood()
      if (sent === 1_000) expect(await ask('during')).toBe('during')
    }
    const seconds = (performance.now() - started) / 1_000
    expect(isLinked(attacker, relay)).toBe(false)
    const paid = (limits.newcomerTokens + limits.spareBurst) / limits.openCost
    const paidLater = ((limits.tokensPerSecond + limits.sparePerSecond) / limits.openCost) * seconds
    const excess = limits.excessFrames + limits.excessPerSecond * seconds
    // Of the last round, nothing arrives.
    expect(sent).toBeLessThan(paid + paidLater + excess + 500)
    expect(counts.get('overLimit')).toBeGreaterThan(limits.excessFrames)
    // One frame in, at most one out.
    expect(attacker.heard.filter(({ kind }) => kind === 'reset').length).toBeLessThanOrEqual(sent)
    expect(await ask('after')).toBe('after')
  })

  it('with frames of streams that are no more is cut off', async () => {
    const { relay, attacker, ask, counts, log } = await scene()
    const frames: Frame[] = [
      { kind: 'data', channel: 9, opener: true, sealed: new Uint8Array(2041) },
      { kind: 'reply', channel: 9, opener: false, signature: new Uint8Array(64), sealed: new Uint8Array(1977) },
      { kind: 'credit', channel: 9, opener: true, bytes: 0xffffffff },
      { kind: 'reset', channel: 9, opener: false, reason: 'done' },
      { kind: 'broken', announcement: new Uint8Array(8) },
    ]
    let sent = 0
    for (; isLinked(attacker, relay) && sent < 30_000; sent++) {
      await attacker.send(relay.id, frames[sent % frames.length]!).catch(() => {})
    }
    expect(sent).toBeLessThan(10_000)
    expect(await ask('after')).toBe('after')
    expect(counts.get('disconnects')).toBeGreaterThan(0)
    expect(log[0]).toBe(`cut off ${attacker.id}: a frame of a stream that was never opened`)
  })
})

describe('a neighbour that never reads', () => {
  it('leaves a handler with no more than the windows', async () => {
    mesh = createMesh()
    const [host, asker] = [mesh.add(), mesh.add()]
    const between = rawPeer(mesh.network.add())
    mesh.network.connect(host, between)
    mesh.network.connect(asker, between)
    // It passes everything on but credit, towards the host and back.
    between.onFrame = (frame, from) => {
      if (frame.kind === 'credit') return
      const to = from === host.id ? asker.id : host.id
      if (frame.kind === 'stem') void between.send(to, { ...frame, label: 'last' })
      else if (frame.kind === 'open') void between.send(to, { ...frame, label: 'home' })
      else void between.send(to, frame)
    }
    const key = await createKeyPair()
    let made = 0
    await host.router.host(key, async function* () {
      for (;;) {
        made += 10_000
        yield new Uint8Array(10_000)
      }
    })
    const { body } = await asker.router.request(key.publicKey, new Uint8Array(0))
    let length = 0
    const reading = (async () => {
      for await (const piece of body) length += piece.length
    })()
    let before = -1
    while (made !== before) {
      before = made
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(length).toBeLessThanOrEqual(limits.windowBytes)
    expect(made).toBeLessThanOrEqual(limits.windowBytes + 512 * 1024 + 20_000)
    await asker.router.close()
    await expect(reading).rejects.toThrow()
  })
})

describe('a request that is sent again by someone who saw it', () => {
  it('is not carried out again', async () => {
    mesh = createMesh()
    const [host, asker] = [mesh.add(), mesh.add()]
    const between = rawPeer(mesh.network.add())
    mesh.network.connect(host, between)
    mesh.network.connect(asker, between)
    const opens: Extract<Frame, { kind: 'open' }>[] = []
    between.onFrame = (frame, from) => {
      const to = from === host.id ? asker.id : host.id
      if (frame.kind === 'stem') void between.send(to, { ...frame, label: 'last' })
      else if (frame.kind === 'open') {
        opens.push(frame)
        void between.send(to, { ...frame, label: 'home' })
      } else void between.send(to, frame)
    }
    const key = await createKeyPair()
    let runs = 0
    await host.router.host(key, ({ body }) => {
      runs++
      return body
    })
    const { body } = await asker.router.request(key.publicKey, text('once'))
    expect(await read(body)).toBe('once')
    const isOver = () => between.heard.some((frame) => frame.kind === 'reset' && frame.reason === 'done')
    await expect.poll(isOver).toBe(true)
    between.onFrame = undefined
    for (let number = 1; number <= 5; number++) {
      const channel = 1_000 + number
      await between.send(host.id, { ...opens[0]!, label: 'home', channel })
      const isTold = () => between.heard.some((frame) => frame.kind === 'reset' && frame.channel === channel)
      await expect.poll(isTold).toBe(true)
    }
    expect(runs).toBe(1)
  })
})

describe('an answer from somebody else', () => {
  async function withForger(forge: (frame: Frame, to: MeshPeer['id'], forger: RawPeer) => Promise<void>) {
    mesh = createMesh({ attempts: 2, patienceMs: 400 })
    const [asker, relay, host] = [mesh.add(), mesh.add(), mesh.add()]
    mesh.chain(asker, relay)
    const forger = rawPeer(mesh.network.add())
    mesh.network.connect(host, forger)
    mesh.network.connect(relay, forger)
    forger.onFrame = (frame, from) => {
      const to = from === host.id ? relay.id : host.id
      if (frame.kind === 'stem') void forger.send(to, { ...frame, label: 'last' })
      else if (frame.kind === 'open') void forger.send(to, { ...frame, label: 'home' })
      else void forge(frame, to, forger)
    }
    const key = await createKeyPair()
    await host.router.host(key, echo)
    return { asker, relay, forger, key }
  }

  it('is noticed at the next peer, which cuts off whoever brought it', async () => {
    const { asker, relay, forger, key } = await withForger(async (frame, to, forger) => {
      if (frame.kind === 'reply') await forger.send(to, { ...frame, signature: frame.signature.slice().fill(1) })
    })
    await expect(asker.router.request(key.publicKey, text('x'))).rejects.toMatchObject({ name: 'NoAnswerError' })
    expect(isLinked(forger, relay)).toBe(false)
    expect([...asker.link.neighbours()].map(({ id }) => id)).toEqual([relay.id])
  })

  it('cannot be put into the stream that follows a good one: what was changed is asked for again', async () => {
    let changed = 0
    const { asker, key } = await withForger(async (frame, to, forger) => {
      if (frame.kind !== 'data' || changed >= 3) return forger.send(to, frame)
      changed++
      const sealed = frame.sealed.slice()
      sealed[100] = (sealed[100] ?? 0) ^ 1
      return forger.send(to, { ...frame, sealed })
    })
    const sent = new Uint8Array(300_000).map((_, index) => index % 251)
    const { body } = await asker.router.request(key.publicKey, sent)
    expect(await collect(body)).toEqual(sent)
    expect(changed).toBe(3)
  })
})

describe('a handler', () => {
  it('that throws, or never ends, keeps nobody else from being served', async () => {
    mesh = createMesh({ attempts: 2, patienceMs: 400 })
    const [asker, host] = [mesh.add(), mesh.add()]
    mesh.chain(asker, host)
    const [throwing, endless, good] = [await createKeyPair(), await createKeyPair(), await createKeyPair()]
    await host.router.host(throwing, () => {
      throw new Error('broken handler')
    })
    await host.router.host(endless, () => new Promise<never>(() => {}), { maxConcurrent: 2 })
    await host.router.host(good, echo)
    const signal = AbortSignal.timeout(1_500)
    const hanging = Array.from({ length: 6 }, () =>
      asker.router.request(endless.publicKey, new Uint8Array(0), { signal }),
    )
    for (const each of hanging) each.catch(() => {})
    await expect(asker.router.request(throwing.publicKey, text('x'))).rejects.toMatchObject({
      name: 'BrokenStreamError',
    })
    const { body } = await asker.router.request(good.publicKey, text('still here'))
    expect(await read(body)).toBe('still here')
    const ends = await Promise.allSettled(hanging)
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
    // Its two places are free again.
    const later = asker.router.request(endless.publicKey, new Uint8Array(0), { signal: AbortSignal.timeout(300) })
    await expect(later).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('bytes that are no frames', () => {
  it('end the link they came over, and no other', async () => {
    const { relay, ask, counts } = await scene()
    const cases = sample(tuple(integer({ min: 0, max: 255 }), integer({ min: 0, max: 20_000 })), 200)
    for (const [kind, length] of cases) {
      const attacker = rawPeer(mesh.network.add())
      mesh.network.connect(attacker, relay)
      await attacker.sendBytes(relay.id, new Uint8Array(length).fill(kind)).catch(() => {})
      mesh.network.remove(attacker)
    }
    expect(counts.get('invalid')).toBeGreaterThan(100)
    expect(await ask('after')).toBe('after')
  })

  it('made from real frames by changing some do no harm either', async () => {
    const { relay, ask } = await scene()
    const base: Frame[] = [
      fakeOpen(fakeService(1), Date.now(), 1),
      { kind: 'stem', label: 'last', about: 'message', payload: new Uint8Array(100) },
      { kind: 'stem', label: 'walk', about: 'announcement', payload: new Uint8Array(133) },
      { kind: 'have', ranked: Array.from({ length: 227 }, (_, rank) => ({ id: new Uint8Array(8).fill(rank), rank })) },
      { kind: 'give', payload: new Uint8Array(133) },
      { kind: 'credit', channel: 0, opener: false, bytes: 5 },
      { kind: 'reset', channel: 0, opener: false, reason: 'broken' },
      { kind: 'data', channel: 0, opener: false, sealed: new Uint8Array(2041) },
    ]
    let attacker = rawPeer(mesh.network.add())
    mesh.network.connect(attacker, relay)
    const changes = sample(
      tuple(integer({ min: 0, max: 7 }), integer({ min: 0, max: 60 }), integer({ min: 0, max: 255 })),
      3_000,
    )
    for (const [which, at, value] of changes) {
      const bytes = encodeFrame(base[which]!)
      bytes[at % bytes.length] = value
      if (!isLinked(attacker, relay)) {
        attacker = rawPeer(mesh.network.add())
        mesh.network.connect(attacker, relay)
      }
      await attacker.sendBytes(relay.id, bytes).catch(() => {})
    }
    expect(await ask('after')).toBe('after')
  })
})
