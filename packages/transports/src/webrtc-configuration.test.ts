import { expect, it } from 'vitest'
import { contactNobody } from './webrtc-configuration.ts'

it('names no server where the user named none', async () => {
  expect(await contactNobody()()).toEqual({ iceServers: [] })
  expect(await contactNobody({ iceTransportPolicy: 'all' })()).toEqual({ iceTransportPolicy: 'all', iceServers: [] })
  expect(await contactNobody(async () => ({}))()).toEqual({ iceServers: [] })
})

it('keeps the servers that the user named', async () => {
  const iceServers = [{ urls: 'stun:192.0.2.1' }]
  expect(await contactNobody({ iceServers })()).toEqual({ iceServers })
  expect(await contactNobody(() => ({ iceServers }))()).toEqual({ iceServers })
})
