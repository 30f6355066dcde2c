import { describe, expect, it } from 'vitest'
import type { Frame } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { createCoreRig, fakeOpen, fakeService, idOf } from '../testing/core-rig.ts'
import { limits } from './limits.ts'

const service = fakeService(1)

describe("requests beyond a neighbour's own share", () => {
  it('live on what is spare, and leave every other neighbour its own', () => {
    const rig = createCoreRig()
    rig.connect([
      ['busy', 'relay'],
      ['calm', 'relay'],
      ['relay', 'next'],
    ])
    const relay = rig.peer('relay')
    const ask = (from: string, number: number) => {
      const frame = fakeOpen(service, rig.now, number)
      const before = relay.state.streams
      relay.happen({ type: 'frame', from: from as NeighbourId, frame, ...idOf(frame) })
      relay.happen({ type: 'sent', to: 'next' as NeighbourId })
      const taken = relay.state.streams > before
      relay.happen({
        type: 'frame',
        from: from as NeighbourId,
        frame: { kind: 'reset', channel: number, opener: true, reason: 'broken' },
      })
      return taken
    }
    let taken = 0
    let asked = 0
    // 200 a second for a quarter of a minute, which its own share does not carry; then as fast as it can.
    for (; asked < 3_000; asked++) {
      rig.now += 5
      if (ask('busy', asked)) taken++
    }
    expect(taken).toBe(asked)
    for (let number = 0; number < 2_500; number++) ask('busy', asked++)
    expect(ask('busy', asked)).toBe(false)
    for (let number = 0; number < limits.newcomerTokens / limits.openCost; number++)
      expect(ask('calm', number)).toBe(true)
  })

  it('are refused, and end the link only if they go on and on', () => {
    const rig = createCoreRig()
    rig.connect([['busy', 'relay']])
    const relay = rig.peer('relay')
    const ask = (number: number) => {
      const frame = fakeOpen(service, rig.now, number)
      relay.happen({ type: 'frame', from: 'busy' as NeighbourId, frame, ...idOf(frame) })
    }
    const isCutOff = () => relay.effects.some(({ type }) => type === 'disconnect')
    let asked = 0
    // A tenth above the limit, as an honest relay may bring what others send to it.
    for (; asked < 12_000; asked++) {
      rig.now += 1_000 / 605
      ask(asked)
      if (asked % 1_000 === 0) for (const effect of relay.effects.splice(0)) expect(effect.type).not.toBe('disconnect')
    }
    expect(isCutOff()).toBe(false)
    for (let number = 0; number < limits.excessFrames + 500; number++) ask(asked++)
    expect(isCutOff()).toBe(true)
  })
})

describe('a frame of a stream that was never opened', () => {
  it('ends the link at once, and one of a stream that is over does not', () => {
    const rig = createCoreRig()
    rig.connect([
      ['a', 'relay'],
      ['relay', 'b'],
    ])
    const relay = rig.peer('relay')
    const from = (frame: Frame) => relay.happen({ type: 'frame', from: 'a' as NeighbourId, frame, ...idOf(frame) })
    const cutOff = () => relay.effects.filter(({ type }) => type === 'disconnect').length
    from(fakeOpen(service, rig.now, 7))
    from({ kind: 'reset', channel: 7, opener: true, reason: 'broken' })
    from({ kind: 'data', channel: 7, opener: true, sealed: new Uint8Array(2041) })
    from({ kind: 'credit', channel: 3, opener: true, bytes: 5 })
    expect(cutOff()).toBe(0)
    from({ kind: 'data', channel: 8, opener: true, sealed: new Uint8Array(2041) })
    expect(cutOff()).toBe(1)
    from({ kind: 'reset', channel: 0, opener: false, reason: 'done' })
    expect(cutOff()).toBe(2)
  })
})
