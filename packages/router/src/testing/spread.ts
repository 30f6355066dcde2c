import { describe, expect, it, type TestContext } from 'vitest'
import type { Verdict } from '../spread.ts'
import { bytesOf, type CreateSpreadMesh, type Hearing, hear, type SpreadMesh, topic, until } from './spread-mesh.ts'

const size = 12
/** Time for joins to be known to the neighbours. */
const settleMs = 500

/** What every spread promises. `create` makes a mesh of as many peers as asked for. */
export function testSpread(name: string, create: CreateSpreadMesh): void {
  describe(`spread: ${name}`, () => {
    /** A mesh in which everyone joined the topic. */
    async function open(
      context: TestContext,
      validate?: (text: string, index: number) => Verdict | Promise<Verdict>,
    ): Promise<[SpreadMesh, Hearing[]]> {
      const mesh = await create(size)
      context.onTestFinished(() => mesh.close())
      const hearings = mesh.peers.map((peer, index) => hear(peer, validate && ((text) => validate(text, index))))
      await mesh.pass(settleMs)
      return [mesh, hearings]
    }

    const others = (hearings: readonly Hearing[], publisher: Hearing) => hearings.filter((each) => each !== publisher)

    it.concurrent('brings a message to everyone once, unchanged, and not back to its publisher', async (context) => {
      const [mesh, hearings] = await open(context)
      const [publisher] = hearings
      await publisher!.peer.spread.publish(topic, bytesOf('hello'))
      await until(mesh, () => others(hearings, publisher!).every((each) => each.firsts().length > 0), 'all have it')
      await mesh.pass(1_000)
      for (const each of others(hearings, publisher!)) expect(each.firsts()).toEqual(['hello'])
      expect(publisher!.firsts()).toEqual([])
    })

    it.concurrent('brings what many publish at once, and a message that is published twice only once', async (context) => {
      const [mesh, hearings] = await open(context)
      const texts = hearings.map((_, index) => `message ${index}`)
      await Promise.all(hearings.map(({ peer }, index) => peer.spread.publish(topic, bytesOf(texts[index]!))))
      await hearings[1]!.peer.spread.publish(topic, bytesOf('message 1'))
      await until(mesh, () => hearings.every((each) => each.firsts().length >= size - 1), 'all have all')
      await mesh.pass(1_000)
      for (const [index, each] of hearings.entries()) {
        const foreign = texts.filter((_, other) => other !== index)
        expect([...each.firsts()].sort()).toEqual(foreign.sort())
      }
    })

    it.concurrent('judges a message once per peer, and reports each copy with the neighbour that has it', async (context) => {
      const [mesh, hearings] = await open(context)
      const [publisher] = hearings
      for (let round = 0; round < 5; round++) await publisher!.peer.spread.publish(topic, bytesOf(`round ${round}`))
      await until(mesh, () => others(hearings, publisher!).every((each) => each.firsts().length === 5), 'all have it')
      await mesh.pass(1_500)
      for (const each of others(hearings, publisher!)) {
        expect(each.judged.map(({ text }) => text).sort()).toEqual([...each.firsts()].sort())
        const neighbours = new Set(each.peer.neighbours())
        for (const { from } of each.copies) expect(neighbours).toContain(from)
      }
      const further = hearings.flatMap(({ copies }) => copies.filter(({ first }) => !first))
      expect(further.length).toBeGreaterThan(0)
    })

    it.concurrent('calls every first copy upstream, and at no peer a copy that was told after it passed the message on', async (context) => {
      const [mesh, hearings] = await open(context)
      await hearings[0]!.peer.spread.publish(topic, bytesOf('trail'))
      await until(mesh, () => hearings.slice(1).every((each) => each.firsts().length > 0), 'all have it')
      await mesh.pass(1_500)
      const upstream = new Map(hearings.map(({ peer, copies }) => [peer.id, copies.filter((each) => each.upstream)]))
      for (const { copies } of hearings.slice(1)) expect(copies[0]).toMatchObject({ first: true, upstream: true })
      // Followed in any way, upstream copies lead to the publisher, and never in a circle.
      const done = new Set([hearings[0]!.peer.id])
      for (let round = 0; round < size; round++) {
        for (const [id, copies] of upstream) if (copies.every(({ from }) => done.has(from))) done.add(id)
      }
      expect(done.size).toBe(size)
    })

    it.concurrent('waits for a validator that takes its time', async (context) => {
      const [mesh, hearings] = await open(context, () => Promise.resolve('accept'))
      await hearings[3]!.peer.spread.publish(topic, bytesOf('slow'))
      await until(mesh, () => others(hearings, hearings[3]!).every((each) => each.firsts().length > 0), 'all have it')
    })

    it.concurrent('passes nothing on that was rejected, and cuts off the neighbour that goes on sending it', async (context) => {
      const [mesh, [bad, ...honest]] = await open(context, (_, index) => (index === 0 ? 'accept' : 'reject'))
      const neighbours = new Set(bad!.peer.neighbours())
      for (let round = 0; round < 60; round++) {
        await bad!.peer.spread.publish(topic, bytesOf(`bad ${round}`))
        await mesh.pass(20)
      }
      await until(mesh, () => [...bad!.peer.neighbours()].length < neighbours.size, 'the sender is cut off')
      for (const { judged, copies } of honest) {
        for (const { from } of judged) expect(from).toBe(bad!.peer.id)
        expect(copies).toEqual([])
      }
    })

    it.concurrent('passes nothing on that was ignored or that its validator could not judge, and blames nobody', async (context) => {
      const [mesh, hearings] = await open(context, (text) => {
        if (text.startsWith('ignore')) return 'ignore'
        throw new Error('no judgement')
      })
      const [publisher] = hearings
      const before = [...publisher!.peer.neighbours()].sort()
      for (let round = 0; round < 30; round++) {
        await publisher!.peer.spread.publish(topic, bytesOf(`${round % 2 ? 'ignore' : 'throw'} ${round}`))
        await mesh.pass(20)
      }
      await mesh.pass(1_000)
      expect([...publisher!.peer.neighbours()].sort()).toEqual(before)
      for (const { judged, copies } of others(hearings, publisher!)) {
        for (const { from } of judged) expect(from).toBe(publisher!.peer.id)
        expect(copies).toEqual([])
      }
    })

    it.concurrent('brings it to peers that join some seconds later', async (context) => {
      const [mesh, hearings] = await open(context)
      await hearings[2]!.peer.spread.publish(topic, bytesOf('before you came'))
      await until(mesh, () => others(hearings, hearings[2]!).every((each) => each.firsts().length > 0), 'all have it')
      await mesh.pass(1_500)
      const joiner = hear(await mesh.add())
      await until(mesh, () => joiner.firsts().length > 0, 'the newcomer has it')
      expect(joiner.firsts()).toEqual(['before you came'])
    })

    it.concurrent('reaches all that are left when a fifth of the peers die', async (context) => {
      const [mesh, hearings] = await open(context)
      await hearings[0]!.peer.spread.publish(topic, bytesOf('warm'))
      await until(mesh, () => hearings.slice(1).every((each) => each.firsts().length > 0), 'all have it')
      const dead = hearings.slice(1, 1 + Math.ceil(size / 5))
      const alive = hearings.filter((each) => !dead.includes(each))
      for (const { peer } of dead) await mesh.remove(peer)
      for (const { peer } of alive) await peer.spread.publish(topic, bytesOf(`from ${peer.id}`))
      const texts = new Set(alive.map(({ peer }) => `from ${peer.id}`))
      const complete = (each: Hearing) => each.firsts().filter((text) => texts.has(text)).length === alive.length - 1
      await until(mesh, () => alive.every(complete), 'all that are left have all')
    })

    it.concurrent('keeps topics apart, and stops when a topic is left', async (context) => {
      const [mesh, hearings] = await open(context)
      const elsewhere = mesh.peers.slice(0, 6).map((peer) => hear(peer, () => 'accept', 'test/elsewhere'))
      const [leaver] = hearings.slice(-1)
      leaver!.leave()
      await mesh.pass(settleMs)
      await hearings[0]!.peer.spread.publish(topic, bytesOf('here'))
      await elsewhere[0]!.peer.spread.publish('test/elsewhere', bytesOf('there'))
      await until(mesh, () => hearings.slice(1, -1).every((each) => each.firsts().length > 0), 'members have it')
      await until(mesh, () => elsewhere.slice(1).every((each) => each.firsts().length > 0), 'members have it')
      await mesh.pass(1_000)
      for (const each of hearings.slice(1, -1)) expect(each.firsts()).toEqual(['here'])
      for (const each of elsewhere.slice(1)) expect(each.firsts()).toEqual(['there'])
      expect(leaver!.copies).toEqual([])
      expect(leaver!.judged).toEqual([])
    })

    it.concurrent('refuses what is too long, empty, or for a topic that was not joined', async (context) => {
      const [mesh, hearings] = await open(context)
      const { spread } = hearings[0]!.peer
      await expect(spread.publish(topic, new Uint8Array(2 ** 20))).rejects.toThrow('1048576')
      await expect(spread.publish(topic, new Uint8Array())).rejects.toThrow('bytes')
      await expect(spread.publish('test/not joined', bytesOf('x'))).rejects.toThrow('joined')
      await mesh.pass(500)
      expect(hearings.flatMap(({ judged }) => judged)).toEqual([])
    })

    it.concurrent('has its own copy of what it was given to publish', async (context) => {
      const [mesh, hearings] = await open(context)
      const buffer = bytesOf('original')
      const published = hearings[0]!.peer.spread.publish(topic, buffer)
      buffer.fill(0)
      await Promise.all([published, mesh.pass(500)])
      await until(mesh, () => hearings.slice(1).every((each) => each.firsts().length > 0), 'all have it')
      for (const each of hearings.slice(1)) expect(each.firsts()).toEqual(['original'])
    })

    it.concurrent('hears and says nothing after it was closed, and may be closed twice', async (context) => {
      const [mesh, hearings] = await open(context)
      const [closed, publisher] = hearings
      await closed!.peer.spread.close()
      await closed!.peer.spread.close()
      await expect(closed!.peer.spread.publish(topic, bytesOf('x'))).rejects.toThrow()
      await mesh.pass(settleMs)
      await publisher!.peer.spread.publish(topic, bytesOf('without you'))
      await until(mesh, () => hearings.slice(2).every((each) => each.firsts().length > 0), 'the others have it')
      await mesh.pass(1_000)
      expect(closed!.judged).toEqual([])
      expect(closed!.copies).toEqual([])
    })
  })
}
