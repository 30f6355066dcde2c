import { describe, expect, it } from 'vitest'
import { limits } from '../core/limits.ts'
import type { Frame } from '../frame.ts'
import { createEdgePort } from './port.ts'
import type { Delay } from './tail.ts'

const large = new Uint8Array(16_377)

/** A stream that this peer opened, and what its own end says to the router. */
function opened(makeRoom: Delay) {
  const sent: Frame[] = []
  const port = createEdgePort({ send: (frame) => sent.push(frame), onOpen: () => {}, onBroken: () => {} })
  const channel = port.open('walk', new Uint8Array(2041))
  channel.listen({ onFrame: () => {}, onRoom: () => {}, onClose: () => {}, makeRoom })
  const credits = () => sent.flatMap((frame) => (frame.kind === 'credit' ? [frame.bytes] : []))
  const arrive = () => port.receive({ kind: 'data', channel: 0, opener: false, sealed: large })
  return { arrive, credits, channel }
}

describe("a peer's own end", () => {
  it('makes room only as late as the next peer would that it pretends to have', () => {
    const waiting: (() => void)[] = []
    const { arrive, credits } = opened((run) => waiting.push(run))
    for (let frames = 0; frames < 4; frames++) arrive()
    expect(credits()).toEqual([])
    for (const run of waiting) run()
    expect(credits().reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThanOrEqual(3 * 16_383)
  })

  it('makes room for more each time, up to the largest window', () => {
    const { arrive, credits } = opened((run) => run())
    for (let frames = 0; frames < 400; frames++) arrive()
    const given = credits().reduce((sum, bytes) => sum + bytes, 0)
    expect(given - 400 * 16_383).toBeLessThanOrEqual(limits.maxWindowBytes - limits.windowBytes)
    expect(Math.max(...credits())).toBeGreaterThan(limits.windowBytes)
  })

  it('makes none for a stream that is over', () => {
    const waiting: (() => void)[] = []
    const { arrive, credits, channel } = opened((run) => waiting.push(run))
    for (let frames = 0; frames < 4; frames++) arrive()
    channel.close('done')
    for (const run of waiting) run()
    expect(credits()).toEqual([])
  })
})
