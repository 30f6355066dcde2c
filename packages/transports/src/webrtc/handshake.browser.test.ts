import { afterEach, expect, it, vi } from 'vitest'
import { connectionKind } from '../connection-kind.ts'
import { withTwoPeers } from './testing/two-peers.ts'

const peerConnection = RTCPeerConnection.prototype
const createDataChannel: RTCPeerConnection['createDataChannel'] = Reflect.get(peerConnection, 'createDataChannel')
const setRemoteDescription: (this: RTCPeerConnection, answer: RTCSessionDescriptionInit) => Promise<void> = Reflect.get(
  peerConnection,
  'setRemoteDescription',
)

afterEach(() => vi.restoreAllMocks())

it('shakes hands although the other side closed the channel for it before this one looked', async () => {
  vi.spyOn(peerConnection, 'createDataChannel').mockImplementation(function (this: RTCPeerConnection, ...args) {
    const channel: RTCDataChannel = createDataChannel.apply(this, args)
    if (channel.label === 'init') lookLate(channel)
    return channel
  })
  await withTwoPeers(async ({ dial }) => {
    const started = performance.now()
    expect(connectionKind(await dial())).toMatchObject({ over: 'webrtc', relayed: false })
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

it('says that it failed as soon as it did, not when its time is up', async () => {
  vi.spyOn(peerConnection, 'setRemoteDescription').mockImplementation(function (this: RTCPeerConnection, description) {
    if (description.type !== 'answer') return setRemoteDescription.call(this, description)
    Object.defineProperty(this, 'connectionState', { get: () => 'failed' })
    setTimeout(() => this.dispatchEvent(new Event('connectionstatechange')), 10)
    return Promise.resolve()
  })
  await withTwoPeers(async ({ dial }) => {
    const started = performance.now()
    await expect(dial()).rejects.toThrow('failed')
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

it('is seen to close at once, not when ICE has given up half a minute later', async () => {
  await withTwoPeers(async ({ bob, dial }) => {
    const connection = await dial()
    await expect.poll(() => connection.streams.length).toBe(0)
    const closed = new Promise((resolve) => bob.addEventListener('connection:close', resolve))
    const started = performance.now()
    await connection.close()
    await closed
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})

/** What a page sees that was busy meanwhile: the channel is closed, and its events are over. */
function lookLate(channel: RTCDataChannel): void {
  Object.defineProperty(channel, 'readyState', { get: () => 'closed' })
  for (const type of ['open', 'close']) channel.addEventListener(type, (event) => event.stopImmediatePropagation())
}
