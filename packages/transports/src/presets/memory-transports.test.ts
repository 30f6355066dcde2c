import { createLibp2p } from 'libp2p'
import { multiaddr } from '@multiformats/multiaddr'
import { expect, it } from 'vitest'
import { connectionKind } from '../connection-kind.ts'
import { browserTransports } from './browser-transports.ts'
import { memoryTransports } from './memory-transports.ts'

it('connects two peers of one process', async () => {
  const answering = await createLibp2p(memoryTransports({ listen: ['/memory/answering'] }))
  const asking = await createLibp2p(memoryTransports())
  const connection = await asking.dial(answering.getMultiaddrs())
  expect(connection.remotePeer.equals(answering.peerId)).toBe(true)
  expect(connectionKind(connection)).toMatchObject({ over: 'memory', relayed: false })
  await Promise.all([answering.stop(), asking.stop()])
})

it('survives that several of its parts ping at once', async () => {
  const answering = await createLibp2p(memoryTransports({ listen: ['/memory/pinged'] }))
  const asking = await createLibp2p(memoryTransports())
  const connection = await asking.dial(answering.getMultiaddrs())
  const { ping } = asking.services
  const times = await Promise.all([1, 2, 3, 4].map(() => ping.ping(answering.peerId)))
  expect(times.every((ms) => ms >= 0)).toBe(true)
  expect(connection.status).toBe('open')
  await Promise.all([answering.stop(), asking.stop()])
})

it('tells others neither the version of libp2p nor that of the platform', async () => {
  const answering = await createLibp2p(memoryTransports({ listen: ['/memory/unnamed'] }))
  const asking = await createLibp2p(memoryTransports())
  const identified = new Promise((resolve) => {
    asking.addEventListener('peer:identify', ({ detail }) => resolve(detail.agentVersion))
  })
  await asking.dial(answering.getMultiaddrs())
  expect(await identified).toBe('hydra')
  await Promise.all([answering.stop(), asking.stop()])
})

it('asks no resolver that was not named', async () => {
  const tab = await createLibp2p(browserTransports())
  const dialling = tab.dial(multiaddr('/dnsaddr/bootstrap.example'))
  await expect(dialling).rejects.toMatchObject({ message: expect.stringContaining('No resolver was named') })
  await tab.stop()
})
