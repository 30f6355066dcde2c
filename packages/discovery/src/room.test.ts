import { describe, expect, it } from 'vitest'
import { createListeners } from './listeners.ts'
import { type RoomPresence, room } from './room.ts'
import type { Candidate } from './source.ts'
import { testSource } from './testing/source-suite.ts'
import { testPeer } from './testing/test-peer.ts'

function createRoom() {
  const present = new Map<string, Candidate>()
  const listeners = createListeners()
  const presence: RoomPresence = { peers: () => present.values(), onChange: listeners.add }
  const enter = (candidate: Candidate): void => {
    present.set(candidate.peerId, candidate)
    listeners.call()
  }
  const leave = (peerId: string): void => {
    present.delete(peerId)
    listeners.call()
  }
  return { presence, enter, leave }
}

testSource('room', async () => {
  const { presence, enter } = createRoom()
  let number = 0
  return {
    source: room(presence),
    async appear() {
      const peer = await testPeer(++number)
      enter(peer.candidate())
      return peer
    },
  }
})

describe('a room', () => {
  it('finds again who left and came back, and nobody twice who stayed', async () => {
    const { presence, enter, leave } = createRoom()
    const [a, b] = [(await testPeer(1)).candidate(), (await testPeer(2)).candidate()]
    const life = new AbortController()
    const found: string[] = []
    const looking = (async () => {
      for await (const { peerId } of room(presence).find({ signal: life.signal })) found.push(peerId)
    })()
    enter(a)
    enter(b)
    leave(a.peerId)
    enter(a)
    await expect.poll(() => found).toEqual([a.peerId, b.peerId, a.peerId])
    life.abort()
    await looking
  })

  it('keeps no more of a flood than a room may hold', async () => {
    const { presence, enter } = createRoom()
    const life = new AbortController()
    const looking = room(presence).find({ signal: life.signal })[Symbol.asyncIterator]()
    const first = looking.next()
    for (let number = 0; number < 5000; number++) enter({ peerId: `peer ${number}`, addresses: ['/memory/x'] })
    const found = [(await first).value as Candidate]
    setTimeout(() => life.abort(), 0)
    for (let next = await looking.next(); !next.done; next = await looking.next()) found.push(next.value)
    expect(found.length).toBeLessThanOrEqual(257)
  })
})
