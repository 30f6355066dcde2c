import { describe, expect, it } from 'vitest'
import type { NeighbourId } from '../link.ts'
import { createSeededRandom } from '../simulator/random.ts'
import {
  type CorePeer,
  type CoreRig,
  createCoreRig,
  fakeAnnouncement,
  fakeOpen,
  fakeService,
  idOf,
} from '../testing/core-rig.ts'
import type { Frame } from '../frame.ts'
import { SELF } from './events.ts'

const service = fakeService(1)

/** Every peer opens links to this many others, chosen at random. */
function meshOf(size: number, degree: number, seed = 1): CoreRig {
  const rig = createCoreRig({ seed })
  const random = createSeededRandom(seed, 77)
  const links: [string, string][] = []
  for (let from = 0; from < size; from++) {
    const chosen = new Set<number>()
    while (chosen.size < degree) {
      const to = random.integer(size)
      if (to !== from && !links.some(([a, b]) => a === `p${to}` && b === `p${from}`)) chosen.add(to)
    }
    for (const to of chosen) links.push([`p${from}`, `p${to}`])
  }
  rig.connect(links)
  return rig
}

function send(peer: CorePeer, frame: Frame): void {
  peer.happen({ type: 'frame', from: SELF, frame, ...idOf(frame) })
}

function announce(rig: CoreRig, host: CorePeer, fields = {}): void {
  send(host, fakeAnnouncement(service, rig.now, fields))
  rig.settle()
}

function ask(rig: CoreRig, asker: CorePeer, number: number): void {
  send(asker, fakeOpen(service, rig.now, number))
  rig.settle()
}

const opensAt = (peer: CorePeer) => peer.home.filter(({ kind }) => kind === 'open')
const crossingsOf = (rig: CoreRig, kind: Frame['kind']) => rig.crossings.filter(({ frame }) => frame.kind === kind)

describe('an announcement', () => {
  it('walks at least three peers before it is spread, and never from the peer that made it', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const rig = meshOf(40, 4, seed)
      const host = rig.peer('p7')
      announce(rig, host)
      const stems = crossingsOf(rig, 'stem')
      const spreaders = rig.peers.filter(({ effects }) => effects.some(({ type }) => type === 'spread'))
      expect(stems.length).toBeGreaterThanOrEqual(3)
      expect(spreaders).toHaveLength(1)
      expect(spreaders[0]).toBe(rig.peer(stems.at(-1)!.to))
      const labels = stems.map(({ frame }) => (frame.kind === 'stem' ? frame.label : ''))
      expect(labels.slice(-2)).toEqual(['near', 'last'])
      expect(new Set(labels.slice(0, -2))).toEqual(labels.length > 2 ? new Set(['walk']) : new Set())
    }
  })

  it('leaves by the same neighbour each time, and so do requests', () => {
    const rig = meshOf(30, 4)
    const peer = rig.peer('p3')
    const firsts = new Set<NeighbourId>()
    for (let sequence = 1; sequence <= 10; sequence++) {
      rig.crossings.length = 0
      announce(rig, peer, { sequence })
      firsts.add(rig.crossings[0]!.to)
      rig.crossings.length = 0
      ask(rig, peer, sequence)
      firsts.add(rig.crossings[0]!.to)
    }
    expect([...firsts]).toEqual([peer.state.stemNeighbours[0]])
  })

  it('of a lower sequence changes nothing', () => {
    const rig = meshOf(10, 3)
    const host = rig.peer('p0')
    announce(rig, host, { sequence: 5 })
    rig.crossings.length = 0
    announce(rig, host, { sequence: 4 })
    expect(crossingsOf(rig, 'stem')).toEqual([])
  })

  it('that ran out is forgotten, with every trail to it', () => {
    const rig = meshOf(20, 3)
    announce(rig, rig.peer('p0'))
    expect(rig.peers.every(({ state }) => state.services.has(service))).toBe(true)
    rig.now += 2 * 3_600_000
    for (const peer of rig.peers) peer.happen({ type: 'tick' })
    for (const { state } of rig.peers) {
      expect(state.services.size).toBe(0)
      expect(state.shown.size).toBe(0)
    }
  })

  it('that was withdrawn leaves no trail', () => {
    const rig = meshOf(20, 3)
    const host = rig.peer('p0')
    announce(rig, host)
    ask(rig, rig.peer('p9'), 1)
    expect(opensAt(host)).toHaveLength(1)
    announce(rig, host, { sequence: 2, withdrawn: true })
    ask(rig, rig.peer('p9'), 2)
    expect(opensAt(host)).toHaveLength(1)
  })

  it('reaches who joins later, and those behind', () => {
    const rig = meshOf(12, 3)
    announce(rig, rig.peer('p0'))
    const links = [
      ...rig.peers.flatMap(({ id, state }) =>
        [...state.ports.values()].filter(({ outbound }) => outbound).map((port): [string, string] => [id, port.id]),
      ),
    ]
    rig.connect([...links, ['q1', 'q2'], ['q2', 'q3']])
    expect(rig.peer('q3').state.services.size).toBe(0)
    rig.connect([...links, ['q1', 'q2'], ['q2', 'q3'], ['q1', 'p5']])
    for (const id of ['q1', 'q2', 'q3']) expect(rig.peer(id).state.services.size).toBe(1)
    ask(rig, rig.peer('q3'), 1)
    expect(opensAt(rig.peer('p0'))).toHaveLength(1)
  })
})

describe('a request', () => {
  it('finds its way from every peer to the host, and comes to it by its guard', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const rig = meshOf(60, 4, seed)
      const host = rig.peer('p11')
      announce(rig, host)
      rig.peers.forEach((peer, index) => ask(rig, peer, index + 1))
      expect(opensAt(host)).toHaveLength(60)
      const guard = host.state.stemNeighbours[0]!
      const [in1] = [...host.state.ports.values()].filter(({ id }) => id === SELF)
      const sources = [...in1!.ours.values()].map((half) => half.stream.upstream.port.id)
      expect(new Set(sources)).toEqual(new Set([guard]))
    }
  })

  it('of a stranger is led past the stem, even at the stem itself and at the host', () => {
    const rig = meshOf(60, 4)
    const host = rig.peer('p11')
    announce(rig, host)
    const stem = crossingsOf(rig, 'stem').map(({ to }) => to)
    for (const id of [host.id, ...stem.slice(0, -1)]) {
      const probed = rig.peer(id)
      const prober = [...probed.state.ports.keys()].find((port) => port !== SELF && !stem.includes(port))!
      rig.crossings.length = 0
      const before = opensAt(host).length
      const frame: Frame = { ...fakeOpen(service, rig.now, 900 + stem.indexOf(id)), label: 'trail' }
      probed.happen({ type: 'frame', from: prober, frame, ...idOf(frame) })
      rig.settle()
      // It reached the host, by way of where the stem ended: as far as from any stranger.
      expect(opensAt(host)).toHaveLength(before + 1)
      expect(crossingsOf(rig, 'open').some(({ to }) => to === stem.at(-1))).toBe(true)
    }
  })

  it('that claims to be on its way home is refused by whoever did not send it there', () => {
    const rig = meshOf(60, 4)
    const host = rig.peer('p11')
    announce(rig, host)
    const [guard] = host.state.stemNeighbours
    const stranger = [...host.state.ports.keys()].find((id) => id !== SELF && id !== guard)!
    const frame: Frame = { ...fakeOpen(service, rig.now, 5), label: 'home' }
    host.happen({ type: 'frame', from: stranger, frame, ...idOf(frame) })
    rig.settle()
    expect(opensAt(host)).toHaveLength(0)
    const unknown: Frame = { ...fakeOpen(fakeService(2), rig.now, 6), label: 'home' }
    host.happen({ type: 'frame', from: stranger, frame: unknown, ...idOf(unknown) })
    rig.settle()
    // The answer is the same as for a service that was never heard of.
    const answers = crossingsOf(rig, 'reset')
      .filter(({ to }) => to === stranger)
      .map(({ frame: { kind, ...rest } }) => ({ kind, ...rest, channel: 0 }))
    expect(answers).toHaveLength(2)
    expect(answers[0]).toEqual(answers[1])
  })

  it('in a stem that an announcement is held in is answered as if it had never been seen', () => {
    const rig = createCoreRig()
    rig.connect([
      ['host', 'guard'],
      ['guard', 'next'],
      ['spy', 'guard'],
    ])
    const guard = rig.peer('guard')
    const frame = fakeAnnouncement(service, rig.now)
    guard.happen({ type: 'frame', from: 'host' as NeighbourId, frame, ...idOf(frame) })
    guard.happen({ type: 'checked', job: 0, ok: true })
    const spy = 'spy' as NeighbourId
    const id = frame.payload.slice(-64, -56)
    guard.happen({ type: 'frame', from: spy, frame: { kind: 'want', ids: [id] } })
    guard.happen({ type: 'frame', from: spy, frame: { kind: 'broken', announcement: id } })
    const toSpy = guard.effects.filter((effect) => effect.type === 'send' && effect.to === spy)
    expect(toSpy).toEqual([])
  })
})

describe('a stem that breaks', () => {
  it('is known to its host, who can announce anew by the same guard', () => {
    const rig = createCoreRig({ seed: 3 })
    const line: [string, string][] = [
      ['host', 'a'],
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'e'],
    ]
    rig.connect(line)
    const host = rig.peer('host')
    announce(rig, host)
    const last = crossingsOf(rig, 'stem').at(-1)!
    rig.connect(line.filter(([from, to]) => from !== last.from && to !== last.to))
    expect(host.home.filter(({ kind }) => kind === 'broken')).toHaveLength(1)
  })
})

describe('the core', () => {
  it('does the same twice from the same seed', () => {
    const run = (seed: number) => {
      const rig = meshOf(25, 3, seed)
      announce(rig, rig.peer('p1'))
      for (let number = 1; number <= 20; number++) ask(rig, rig.peer(`p${number}`), number)
      return rig.crossings.map(({ from, to, frame }) => `${from}>${to} ${frame.kind}`).join()
    }
    expect(run(5)).toBe(run(5))
    expect(run(5)).not.toBe(run(6))
  })

  it('keeps its stem neighbours when they go and come back, and replaces one at once only if none is left', () => {
    const rig = createCoreRig()
    const all: [string, string][] = ['a', 'b', 'c', 'd', 'e', 'f'].map((to) => ['me', to])
    rig.connect(all)
    const { state } = rig.peer('me')
    const [guard, second] = state.stemNeighbours as [NeighbourId, NeighbourId]
    const without = (...gone: string[]) => rig.connect(all.filter(([, to]) => !gone.includes(to)))
    const guardNow = () => {
      rig.crossings.length = 0
      ask(rig, rig.peer('me'), rig.now++)
      return rig.crossings.find(({ from }) => from === 'me')?.to
    }
    expect(guardNow()).toBe(guard)
    without(guard)
    expect(guardNow()).toBe(second)
    rig.connect(all)
    expect(guardNow()).toBe(guard)
    without(guard, second)
    const third = guardNow()
    expect([guard, second]).not.toContain(third)
    rig.connect(all)
    expect(guardNow()).toBe(guard)
    expect(rig.peer('me').effects.filter(({ type }) => type === 'keep').length).toBeLessThanOrEqual(3)
  })
})
