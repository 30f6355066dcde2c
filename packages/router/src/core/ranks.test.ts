import { describe, expect, it } from 'vitest'
import { decodeAnnouncement } from '../announcement.ts'
import type { Frame } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { createCoreRig, fakeAnnouncement, fakeOpen, fakeService, idOf } from '../testing/core-rig.ts'
import { limits } from './limits.ts'

const service = fakeService(1)

describe('a peer whose last way is lost', () => {
  const announcement = fakeAnnouncement(service, 1_800_000_000_000)
  const id = announcement.payload.slice(-64, -56)
  const rank = (value: number): Frame => ({ kind: 'rank', id, rank: value })

  function stranded() {
    const rig = createCoreRig()
    rig.connect([
      ['peer', 'near'],
      ['peer', 'far'],
      ['peer', 'further'],
    ])
    const peer = rig.peer('peer')
    const hear = (from: string, frame: Frame) => {
      peer.happen({ type: 'frame', from: from as NeighbourId, frame })
      for (const { id: to } of peer.state.ports.values()) peer.happen({ type: 'sent', to })
    }
    hear('near', rank(2))
    peer.happen({ type: 'copy', announcement: decodeAnnouncement(announcement.payload) })
    const told = () =>
      peer.effects.flatMap((effect) => (effect.type === 'send' && effect.frame.kind === 'rank' ? [effect.frame] : []))
    return { rig, peer, hear, told }
  }

  it('goes above its neighbours and says so, and requests go on through them', () => {
    const { rig, peer, hear, told } = stranded()
    expect(told()[0]!.rank).toBe(3)
    hear('far', rank(4))
    hear('further', rank(7))
    const links = ['far', 'further'].map((name) => ({ id: name as NeighbourId, outbound: true, group: name }))
    peer.happen({ type: 'links', neighbours: links })
    expect(told().at(-1)!.rank).toBe(8)
    peer.effects.length = 0
    const open: Frame = { ...fakeOpen(service, rig.now, 1), label: 'trail' }
    peer.happen({ type: 'frame', from: 'further' as NeighbourId, frame: open, ...idOf(open) })
    // The nearer half of what is nearer.
    expect(peer.effects.find(({ type }) => type === 'send')).toMatchObject({ to: 'far', frame: { label: 'trail' } })
  })

  it('does so a few times for an announcement, however often a neighbour sinks and rises', () => {
    const { hear, told } = stranded()
    for (let value = 4; value < 200; value++) hear('near', rank(value))
    const raised = new Set(told().map((frame) => frame.rank))
    expect(raised.size).toBe(1 + limits.liftsPerAnnouncement)
  })

  it('and all links with it believes the first neighbour that it has again', () => {
    const { peer, hear, told } = stranded()
    peer.happen({ type: 'links', neighbours: [] })
    peer.happen({ type: 'links', neighbours: [{ id: 'new' as NeighbourId, outbound: true, group: 'new' }] })
    hear('new', rank(9))
    expect(told().at(-1)!.rank).toBe(10)
  })
})
