import { describe, expect, it } from 'vitest'
import type { NeighbourId } from '../link.ts'
import { createSeededRandom } from '../simulator/random.ts'
import type { SpreadFrame } from './frame.ts'
import { defaultLimits, defaultTimes, type SpreadLimits } from './limits.ts'
import { messageId, readMessageId } from './message-id.ts'
import { createSpreadState, type SpreadEffect, type SpreadEvent } from './state.ts'
import { step } from './step.ts'

const [a, b, c] = ['a', 'b', 'c'] as NeighbourId[] as [NeighbourId, NeighbourId, NeighbourId]
const topic = 't'
const bytesOf = (text: string) => new TextEncoder().encode(text)
const idOf = (text: string) => messageId(bytesOf(topic), bytesOf(text))

/** A peer with three neighbours in the topic, driven by hand. */
function createPeer(limits: Partial<SpreadLimits> = {}) {
  const state = createSpreadState({ ...defaultLimits, ...limits }, defaultTimes)
  const random = createSeededRandom(1).bytes
  let now = 0
  const happen = (event: SpreadEvent) => step(state, event, now, random)
  const receive = (from: NeighbourId, frame: SpreadFrame): readonly SpreadEffect[] =>
    happen({
      type: 'frame',
      from,
      frame,
      ...(frame.type === 'message' && { id: messageId(bytesOf(topic), frame.bytes) }),
    })
  const peer = {
    state,
    receive,
    message: (from: NeighbourId, text: string) => receive(from, { type: 'message', topic, bytes: bytesOf(text) }),
    accept: (text: string) => happen({ type: 'verdict', id: idOf(text), verdict: 'accept' }),
    reject: (text: string) => happen({ type: 'verdict', id: idOf(text), verdict: 'reject' }),
    bad: (from: NeighbourId) => happen({ type: 'bad frame', from }),
    down: (neighbour: NeighbourId) => happen({ type: 'down', neighbour }),
    publish: (text: string) => happen({ type: 'publish', topic, bytes: bytesOf(text), id: idOf(text) }),
    /** Everything sent while time passes. */
    wait(ms: number): readonly SpreadEffect[] {
      const effects: SpreadEffect[] = []
      for (let at = state.agenda.nextAt(); at !== undefined && at <= now + ms; at = state.agenda.nextAt()) {
        ms -= at - now
        now = at
        effects.push(...happen({ type: 'wake' }))
      }
      now += ms
      return effects
    },
  }
  happen({ type: 'join', topic })
  for (const neighbour of [a, b, c]) {
    happen({ type: 'up', neighbour })
    receive(neighbour, { type: 'join', topic })
  }
  return peer
}

const sent = (effects: readonly SpreadEffect[], type: SpreadFrame['type']) =>
  effects.flatMap((effect) => (effect.type === 'send' && effect.frame.type === type ? [effect.to] : []))

describe('lazy tree, one peer', () => {
  it('pushes an accepted message to all neighbours in the tree but its sender, each after a delay of its own', () => {
    const peer = createPeer()
    peer.message(a, 'one')
    expect(peer.wait(100)).toEqual([])
    expect(sent(peer.accept('one'), 'message')).toEqual([])
    expect(sent(peer.wait(100), 'message').sort()).toEqual([b, c])
  })

  it('prunes a link that brings a copy, and tells ids there instead', () => {
    const peer = createPeer()
    peer.message(a, 'one')
    peer.accept('one')
    peer.wait(100)
    expect(sent(peer.message(b, 'one'), 'prune')).toEqual([b])
    peer.message(a, 'two')
    peer.accept('two')
    const effects = peer.wait(5_000)
    expect(sent(effects, 'message')).toEqual([c])
    expect(sent(effects, 'have')).toEqual([b])
  })

  it('lets only some messages prune when many come', () => {
    const peer = createPeer()
    let prunes = 0
    const count = 2_000
    for (let index = 0; index < count; index++) {
      peer.message(a, `message ${index}`)
      peer.accept(`message ${index}`)
      peer.wait(20)
      prunes += sent(peer.message(b, `message ${index}`), 'prune').length
      peer.receive(b, { type: 'graft', topic })
    }
    // 40 seconds at 50 a second: a survey every three to six, and more until the rate was known.
    expect(prunes).toBeGreaterThan(3)
    expect(prunes).toBeLessThan(60)
  })

  it('asks for a message that it only heard of, first one neighbour, then the next', () => {
    const peer = createPeer()
    peer.receive(a, { type: 'have', topic, ids: [idOf('missed')] })
    peer.receive(b, { type: 'have', topic, ids: [idOf('missed')] })
    expect(sent(peer.wait(400), 'want')).toEqual([a])
    expect(sent(peer.wait(600), 'want')).toEqual([b])
    peer.message(b, 'missed')
    expect(sent(peer.wait(5_000), 'want')).toEqual([])
  })

  it('takes all links back into the tree when one of the tree is lost', () => {
    const peer = createPeer()
    peer.receive(b, { type: 'prune', topic })
    peer.receive(c, { type: 'prune', topic })
    expect(sent(peer.down(a), 'graft').sort()).toEqual([b, c])
    peer.publish('again')
    expect(sent(peer.wait(100), 'message').sort()).toEqual([b, c])
  })

  it('answers for what it holds, as often as the asker has tokens for, and for nothing else', () => {
    const peer = createPeer({ burst: 50, tokensPerSecond: 0 })
    peer.publish('mine')
    peer.wait(100)
    const unknown = readMessageId(new Uint8Array(12), 0)
    expect(peer.receive(a, { type: 'want', topic, ids: [unknown] })).toEqual([])
    let answers = 0
    for (let round = 0; round < 100; round++) {
      answers += sent(peer.receive(a, { type: 'want', topic, ids: [idOf('mine')] }), 'message').length
    }
    expect(answers).toBeGreaterThan(10)
    expect(answers).toBeLessThan(50)
  })

  it('reports copies only of accepted messages, and calls them upstream until it told someone itself', () => {
    const peer = createPeer()
    peer.message(a, 'one')
    peer.message(b, 'one')
    const copies = (effects: readonly SpreadEffect[]) =>
      effects.flatMap((each) => (each.type === 'copy' ? [[each.copy.from, each.copy.first, each.copy.upstream]] : []))
    expect(copies(peer.accept('one'))).toEqual([
      [a, true, true],
      [b, false, true],
    ])
    peer.wait(100)
    expect(copies(peer.receive(c, { type: 'have', topic, ids: [idOf('one')] }))).toEqual([[c, false, false]])
  })

  it('cuts off a neighbour whose messages are rejected or whose frames are none, and not its honest ones', () => {
    const peer = createPeer()
    const cut: NeighbourId[] = []
    const note = (effects: readonly SpreadEffect[]) => {
      for (const effect of effects) if (effect.type === 'disconnect') cut.push(effect.neighbour)
    }
    for (let round = 0; round < 25; round++) {
      peer.message(a, `bad ${round}`)
      note(peer.reject(`bad ${round}`))
      note(peer.bad(b))
      peer.message(c, `good ${round}`)
      note(peer.accept(`good ${round}`))
    }
    expect(new Set(cut)).toEqual(new Set([a, b]))
  })

  it('does not judge a copy of what it judged, even when it was rejected', () => {
    const peer = createPeer()
    expect(peer.message(a, 'bad').map(({ type }) => type)).toEqual(['validate'])
    peer.reject('bad')
    expect(peer.message(b, 'bad')).toEqual([])
  })

  it('keeps to its bounds, whatever is sent', () => {
    const peer = createPeer({ maxSeen: 100, maxMissing: 50, maxHeldBytes: 1_000, burst: 1e9 })
    for (let index = 0; index < 1_000; index++) {
      peer.message(a, `message ${index}`)
      peer.accept(`message ${index}`)
      peer.receive(b, { type: 'have', topic, ids: [idOf(`made up ${index}`)] })
      peer.receive(c, { type: 'join', topic: `topic ${index}` })
    }
    const { messages, topics, neighbours } = peer.state
    const heldBytes = [...messages.held()].reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0)
    expect(heldBytes).toBeLessThanOrEqual(1_000)
    expect(messages.get(idOf('message 0'))).toBeUndefined()
    expect(messages.get(idOf('message 999'))).toBeDefined()
    expect(topics.get(topic)!.missing.size).toBe(50)
    expect(neighbours.get(c)!.topics.size).toBe(defaultLimits.maxTopicsPerNeighbour)
  })
})
