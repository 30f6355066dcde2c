import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import type { Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionKind } from '../connection-kind.ts'
import { memoryTransports } from '../presets/memory-transports.ts'
import { webRTC } from '../webrtc.ts'
import { introductions } from './introductions.ts'

describe('a peer that introduces', () => {
  let hub: Libp2p
  let alice: Libp2p
  let bob: Libp2p
  beforeEach(async () => {
    const preset = memoryTransports({ listen: [`/memory/${crypto.randomUUID()}`] })
    hub = await createLibp2p({ ...preset, services: { ...preset.services, relay: introductions() } })
    const transports = [webRTC(), circuitRelayTransport()]
    alice = await createLibp2p(memoryTransports({ transports }))
    bob = await createLibp2p(memoryTransports({ transports }))
    await alice.dial(hub.getMultiaddrs())
  })
  afterEach(() => Promise.all([alice.stop(), bob.stop(), hub.stop()]))

  const wayToBob = () => multiaddr(`/p2p/${hub.peerId.toString()}/p2p-circuit/webrtc/p2p/${bob.peerId.toString()}`)

  it('lets two of its neighbours shake hands through it, who did not ask for that before', async () => {
    await bob.dial(hub.getMultiaddrs())
    expect(connectionKind(await alice.dial(wayToBob()))).toMatchObject({ over: 'webrtc', relayed: false })
  })

  it('introduces nobody who is no neighbour, or is one no longer', async () => {
    await expect(alice.dial(wayToBob())).rejects.toThrow('NO_RESERVATION')
    await bob.dial(hub.getMultiaddrs())
    await bob.hangUp(hub.peerId)
    await expect.poll(() => hub.getPeers().length).toBe(1)
    await expect(alice.dial(wayToBob())).rejects.toThrow('NO_RESERVATION')
  })

  it('lends a connection for no more than a handshake', async () => {
    await bob.dial(hub.getMultiaddrs())
    const relayed = await alice.dial(multiaddr(wayToBob().toString().replace('/webrtc', '')))
    expect(Number(relayed.limits?.bytes)).toBeLessThanOrEqual(128 * 1024)
    expect(relayed.limits?.seconds).toBeDefined()
  })
})
