import { afterEach, describe, expect, it } from 'vitest'
import type { Link, NeighbourId } from '../link.ts'

/** Two linked peers, the first of which opened the link. */
export interface LinkPair {
  readonly links: readonly [Link, Link]
  /** Ends the connection from below, as a lost network does. */
  cut(): Promise<void>
  close(): Promise<void>
}

/** What every link promises the router. */
export function testLink(name: string, connect: () => Promise<LinkPair>): void {
  describe(`link: ${name}`, () => {
    let pair: LinkPair
    afterEach(() => pair.close())

    async function linked(): Promise<{ first: Link; second: Link; toSecond: NeighbourId; toFirst: NeighbourId }> {
      pair = await connect()
      const [first, second] = pair.links
      return { first, second, toSecond: await neighbourOf(first), toFirst: await neighbourOf(second) }
    }

    it('delivers frames of every size unchanged, in order, both ways', async () => {
      const { first, second, toSecond, toFirst } = await linked()
      for (const [from, to, id] of [
        [first, second, toSecond],
        [second, first, toFirst],
      ] as const) {
        const sizes = [1, 24, 512, 2048, 16384, 1, 16384]
        const frames = sizes.map((size, index) => new Uint8Array(size).fill(index + 1))
        const arrived = receive(to, frames.length)
        for (const frame of frames) await from.send(id, frame)
        expect(await arrived).toEqual(frames)
      }
    })

    it('keeps the order of frames that are sent without waiting', async () => {
      const { first, second, toSecond } = await linked()
      const arrived = receive(second, 200)
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => first.send(toSecond, new Uint8Array(3_000).fill(index))),
      )
      expect((await arrived).map(([byte]) => byte)).toEqual(Array.from({ length: 200 }, (_, index) => index))
    })

    it('may be given the same buffer again once a frame was sent', async () => {
      const { first, second, toSecond } = await linked()
      const arrived = receive(second, 3)
      const frame = new Uint8Array(100)
      for (let index = 0; index < 3; index++) await first.send(toSecond, frame.fill(index))
      expect((await arrived).map(([byte]) => byte)).toEqual([0, 1, 2])
    })

    it('says which end opened it, and puts each neighbour in a group', async () => {
      const { first, second } = await linked()
      expect([...first.neighbours()]).toMatchObject([{ outbound: true, group: expect.any(String) }])
      expect([...second.neighbours()]).toMatchObject([{ outbound: false, group: expect.any(String) }])
    })

    it('tells both ends when it is cut, and refuses to send after that', async () => {
      const { first, second, toSecond } = await linked()
      const gone = Promise.all([emptied(first), emptied(second)])
      await pair.cut()
      await gone
      await expect(first.send(toSecond, new Uint8Array(1))).rejects.toThrow()
    })

    it('is ended at both ends by the one that disconnects', async () => {
      const { first, second, toSecond } = await linked()
      const gone = Promise.all([emptied(first), emptied(second)])
      first.disconnect(toSecond, 'a test')
      await gone
    })

    it('stops calling listeners that left, and calls the others', async () => {
      const { first, second, toSecond } = await linked()
      let wrong = 0
      const leave = second.onFrame(() => wrong++)
      leave()
      leave()
      const arrived = receive(second, 1)
      await first.send(toSecond, Uint8Array.of(1))
      await arrived
      expect(wrong).toBe(0)
    })

    it('sends nothing for a caller who gave up before', async () => {
      const { first, second, toSecond } = await linked()
      const arrived = receive(second, 1)
      await expect(first.send(toSecond, Uint8Array.of(1), { signal: AbortSignal.abort() })).rejects.toThrow()
      await first.send(toSecond, Uint8Array.of(2))
      expect(await arrived).toEqual([Uint8Array.of(2)])
    })
  })
}

/** The one neighbour, as soon as there is one. */
function neighbourOf(link: Link): Promise<NeighbourId> {
  return when(link, ([first]) => first?.id)
}

function emptied(link: Link): Promise<true> {
  return when(link, (neighbours) => (neighbours.length === 0 ? true : undefined))
}

function when<T>(link: Link, find: (neighbours: { id: NeighbourId }[]) => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const found = find([...link.neighbours()])
      if (found === undefined) return
      leave()
      resolve(found)
    }
    const leave = link.onChange(look)
    look()
  })
}

function receive(link: Link, count: number): Promise<Uint8Array[]> {
  return new Promise((resolve) => {
    const frames: Uint8Array[] = []
    const leave = link.onFrame((_, frame) => {
      frames.push(frame.slice())
      if (frames.length < count) return
      leave()
      resolve(frames)
    })
  })
}
