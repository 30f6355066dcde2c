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
import { type Frame, wireBytes } from '../frame.ts'
import { SELF } from './events.ts'
import { limits } from './limits.ts'
import { otherHalf } from './queues.ts'

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
  it('walks at least three peers before it is spread', () => {
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
      // Where it met a peer again, `last` is said twice.
      expect(labels.join(' ')).toMatch(/^(walk )+near( last)+$/)
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

  it('that anyone brings to a peer again, by any label, goes nowhere, and draws no request', () => {
    for (const label of ['walk', 'near', 'last'] as const) {
      const rig = meshOf(40, 4)
      const host = rig.peer('p7')
      announce(rig, host)
      const heard = crossingsOf(rig, 'stem')[0]!.frame as Extract<Frame, { kind: 'stem' }>
      for (const peer of rig.peers) {
        const prober = [...peer.state.ports.keys()].findLast((port) => port !== SELF)!
        const before = peer.effects.length
        const frame: Frame = { ...heard, label }
        peer.happen({ type: 'frame', from: prober, frame, ...idOf(frame) })
        rig.settle()
        expect(peer.effects.slice(before).filter(({ type }) => type === 'send' || type === 'spread')).toEqual([])
      }
      rig.peers.forEach((peer, index) => ask(rig, peer, index + 1))
      expect(opensAt(host)).toHaveLength(40)
    }
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
    const links = rig.peers.flatMap(({ id, state }) =>
      [...state.ports.values()].filter(({ outbound }) => outbound).map((port): [string, string] => [id, port.id]),
    )
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

  it('that was seen on its way, and is brought to each peer again, shows of none whether it came by there', () => {
    for (const seed of [1, 2, 3]) {
      const rig = meshOf(40, 4, seed)
      announce(rig, rig.peer('p7'))
      rig.crossings.length = 0
      ask(rig, rig.peer('p20'), 1)
      const seen = crossingsOf(rig, 'open').find(({ frame }) => frame.kind === 'open' && frame.label === 'walk')!
      const walked = new Set(crossingsOf(rig, 'open').flatMap(({ from, to }) => [from, to]))
      const labels = { walked: new Set<string>(), never: new Set<string>() }
      for (const peer of rig.peers) {
        // Not one whose request came by that very link: who sent it there has seen it there.
        const prober = [...peer.state.ports.keys()].findLast((port) => port !== SELF && !walked.has(port))
        if (prober === undefined) continue
        rig.crossings.length = 0
        const frame: Frame = { ...(seen.frame as Extract<Frame, { kind: 'open' }>), label: 'last', channel: 9_999 }
        peer.happen({ type: 'frame', from: prober, frame, ...idOf(frame) })
        rig.settle()
        const next = crossingsOf(rig, 'open').find(({ from }) => from === peer.id)?.frame
        labels[walked.has(peer.id) ? 'walked' : 'never'].add(next?.kind === 'open' ? next.label : 'nothing')
      }
      labels.walked.delete('home')
      expect([...labels.walked]).toEqual(['trail'])
      expect([...labels.never]).toEqual(['trail'])
    }
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

describe('a stream', () => {
  const rigged = () => {
    const rig = createCoreRig()
    rig.connect([
      ['a', 'relay'],
      ['relay', 'b'],
    ])
    const relay = rig.peer('relay')
    const from = (id: string, frame: Frame) =>
      relay.happen({ type: 'frame', from: id as NeighbourId, frame, ...idOf(frame) })
    from('a', fakeOpen(service, rig.now, 7))
    const opened = relay.effects.findLast((effect) => effect.type === 'send' && effect.frame.kind === 'open')
    expect(opened).toMatchObject({ to: 'b' })
    return { relay, from }
  }
  const data: Frame = { kind: 'data', channel: 7, opener: true, sealed: new Uint8Array(16377) }

  it('whose next peer gives no credit holds no more than its window, and costs who sends more the link', () => {
    const { relay, from } = rigged()
    const cutOff = () => relay.effects.some(({ type }) => type === 'disconnect')
    const sent = () => relay.effects.filter((effect) => effect.type === 'send' && effect.frame.kind === 'data').length
    let taken = 0
    while (!cutOff() && taken < 50) {
      taken++
      from('a', data)
      relay.happen({ type: 'sent', to: 'b' as NeighbourId })
    }
    expect(cutOff()).toBe(true)
    expect(sent()).toBe(4)
    // The window, what was passed on of it and given back with as much again, and the one frame too many.
    expect(taken).toBeLessThanOrEqual(13)
  })

  const creditsOf = (relay: CorePeer) =>
    relay.effects.flatMap((effect) =>
      effect.type === 'send' && effect.to === 'a' && effect.frame.kind === 'credit' ? [effect.frame.bytes] : [],
    )
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0)

  it('gives back what it passed on, and takes back no more than the largest window', () => {
    const { relay, from } = rigged()
    // What waits for the link is no sign that more may come.
    for (let index = 0; index < 4; index++) from('a', data)
    expect(sum(creditsOf(relay))).toBeLessThanOrEqual(2 * 4 * 16_383)
    expect(relay.effects.some(({ type }) => type === 'disconnect')).toBe(false)
    from('b', { kind: 'credit', channel: 0, opener: false, bytes: 1_000_000 })
    expect(relay.effects.at(-1)).toMatchObject({ type: 'disconnect', neighbour: 'b' })
  })

  it('that flows is given a larger window, up to the largest, and holds no more than that when it stops', () => {
    const { relay, from } = rigged()
    let sent = 0
    for (; sent < 400; sent++) {
      from('a', data)
      relay.happen({ type: 'sent', to: 'b' as NeighbourId })
      from('b', { kind: 'credit', channel: 0, opener: false, bytes: 16_383 })
    }
    const { maxWindowBytes, windowBytes } = limits
    const [half] = relay.state.ports.get('a' as NeighbourId)!.theirs.values()
    expect(half!.fullWindow).toBe(maxWindowBytes)
    expect(sum(creditsOf(relay)) - sent * 16_383).toBeLessThanOrEqual(maxWindowBytes - windowBytes)
    for (let index = 0; index < 100; index++) from('a', data)
    expect(relay.effects.at(-1)).toMatchObject({ type: 'disconnect', neighbour: 'a' })
  })

  it('shares what windows may grow by with all others of its neighbour, and leaves its part to them', () => {
    const { relay, from } = rigged()
    const a = relay.state.ports.get('a' as NeighbourId)!
    for (let number = 1; number <= 40; number++) from('a', { ...fakeOpen(service, 1_800_000_000_000, number + 100) })
    for (let opened = 0; opened < 50; opened++) relay.happen({ type: 'sent', to: 'b' as NeighbourId })
    for (const { channel } of a.theirs.values()) {
      for (let sent = 0; sent < 60; sent++) {
        from('a', { ...data, channel })
        relay.happen({ type: 'sent', to: 'b' as NeighbourId })
        const to = a.theirs.get(channel)!.stream.downstream!.channel
        from('b', { kind: 'credit', channel: to, opener: false, bytes: 16_383 })
      }
    }
    expect(a.grown).toBe(limits.grownPerNeighbour)
    for (const { channel } of a.theirs.values()) from('a', { kind: 'reset', channel, opener: true, reason: 'broken' })
    expect(a.grown).toBe(0)
  })

  it('of which a peer leaves ends on both sides', () => {
    const { relay } = rigged()
    relay.happen({ type: 'links', neighbours: [{ id: 'a' as NeighbourId, outbound: false, group: 'a' }] })
    expect(
      relay.effects.some((effect) => effect.type === 'send' && effect.to === 'a' && effect.frame.kind === 'reset'),
    ).toBe(true)
    expect(relay.state.streams).toBe(0)
  })

  it('that nobody answers is forgotten', () => {
    const rig = createCoreRig()
    rig.connect([
      ['a', 'relay'],
      ['relay', 'b'],
    ])
    const relay = rig.peer('relay')
    const frame = fakeOpen(service, rig.now, 7)
    relay.happen({ type: 'frame', from: 'a' as NeighbourId, frame, ...idOf(frame) })
    expect(relay.state.streams).toBe(1)
    rig.now += 40_000
    relay.happen({ type: 'tick' })
    expect(relay.state.streams).toBe(0)
    expect(relay.state.ports.get('b' as NeighbourId)?.ours.size).toBe(0)
  })
})

describe('what others send', () => {
  it('takes no more room than there is: announcements of services without end', () => {
    const rig = createCoreRig()
    rig.connect([
      ['spammer', 'victim'],
      ['victim', 'b'],
    ])
    const victim = rig.peer('victim')
    for (let number = 0; number < 20_000; number++) {
      rig.now += 25
      const frame = fakeAnnouncement(fakeService(number), rig.now, { label: 'last' })
      victim.happen({ type: 'frame', from: 'spammer' as NeighbourId, frame, ...idOf(frame) })
      victim.happen({ type: 'checked', job: number, ok: true })
      victim.effects.length = 0
    }
    expect(victim.state.services.size).toBe(limits.services)
    expect(victim.state.shown.size).toBe(limits.services)
    expect(victim.state.jobs.size).toBe(0)
  })

  it('in any order, from anyone, leaves every queue within its bounds', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const random = createSeededRandom(seed, 5)
      const rig = createCoreRig({ seed, check: () => random.fraction() < 0.7 })
      rig.connect([
        ['a', 'victim'],
        ['victim', 'b'],
        ['victim', 'c'],
        ['d', 'victim'],
      ])
      const victim = rig.peer('victim')
      for (let turn = 0; turn < 3_000; turn++) {
        rig.now += random.integer(30)
        const from = ['a', 'b', 'c', 'd', ''][random.integer(5)] as NeighbourId
        const frame = anyFrame(random, rig.now)
        victim.happen({ type: 'frame', from, frame, ...idOf(frame) })
        if (random.fraction() < 0.3)
          victim.happen({ type: 'checked', job: random.integer(200), ok: random.fraction() < 0.7 })
        if (random.fraction() < 0.5) victim.happen({ type: 'sent', to: from })
        if (random.fraction() < 0.01) victim.happen({ type: 'tick' })
        expectBounded(victim)
      }
    }
  })
})

function anyFrame(random: ReturnType<typeof createSeededRandom>, now: number): Frame {
  const stream = { channel: random.integer(12), opener: random.fraction() < 0.5 }
  const number = random.integer(30)
  const label = (['walk', 'near', 'last', 'trail', 'home'] as const)[random.integer(5)]!
  switch (random.integer(10)) {
    case 0:
      return { ...fakeOpen(fakeService(number % 4), now, number), label, channel: stream.channel }
    case 1:
      return { kind: 'reply', ...stream, signature: new Uint8Array(64), sealed: new Uint8Array(1977) }
    case 2:
      return { kind: 'credit', ...stream, bytes: random.integer(70_000) }
    case 3:
      return { kind: 'reset', ...stream, reason: random.fraction() < 0.5 ? 'done' : 'broken' }
    case 4:
      return fakeAnnouncement(fakeService(number % 4), now, { sequence: random.integer(9) })
    case 5:
      return { kind: 'have', ranked: [{ id: random.bytes(8), rank: random.integer(256) }] }
    case 7:
      return { kind: 'rank', id: random.bytes(8), rank: random.integer(256) }
    case 6:
      return { kind: 'broken', announcement: random.bytes(8) }
    default:
      return { kind: 'data', ...stream, sealed: new Uint8Array(random.fraction() < 0.5 ? 2041 : 16377) }
  }
}

/** One assertion for all of it: this runs after each of thousands of frames. */
function expectBounded({ state }: CorePeer): void {
  const over: string[] = []
  const atMost = (what: string, value: number, most: number) => {
    if (value > most) over.push(`${what}: ${value}`)
  }
  let halves = 0
  for (const port of state.ports.values()) {
    atMost('in flight', port.inFlight, limits.framesInFlight)
    atMost('control', port.control.length, limits.controlFrames)
    atMost('grown', port.grown, limits.grownPerNeighbour)
    atMost('streams', port.theirs.size, limits.streamsPerNeighbour)
    for (const half of [...port.ours.values(), ...port.theirs.values()]) {
      halves++
      const waiting = half.queue.reduce((sum, frame) => sum + wireBytes(frame), 0)
      atMost('waiting', waiting, otherHalf(half)?.fullWindow ?? 0)
      atMost('credit', half.credit, limits.maxWindowBytes)
    }
  }
  atMost('halves', halves, 2 * state.streams)
  atMost('jobs', state.jobs.size, limits.checksPerNeighbour * state.ports.size)
  expect(over).toEqual([])
}

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
