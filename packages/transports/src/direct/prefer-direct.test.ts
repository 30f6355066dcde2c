import { TypedEventEmitter, type Connection, type Libp2pEvents, type Logger, type Startable } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { beforeEach, describe, expect, it } from 'vitest'
import { preferDirect } from './prefer-direct.ts'

const RELAY = '12D3KooWDta5CKCw6nKTm3eMNsw8SxPmKAGSWCbyJ943A88pVLtS'
const PEER = peerIdFromString('12D3KooWGfzuYdzBqhKH9SGBg4BCZHn5QjFPPiXFQ3dK4v5LafHA')
const RELAYED = `/dns4/a.example/tcp/443/tls/ws/p2p/${RELAY}/p2p-circuit`

const silent: Logger = Object.assign(() => undefined, {
  enabled: false,
  error: () => undefined,
  trace: () => undefined,
  newScope: () => silent,
})

describe('preferDirect', () => {
  let events: TypedEventEmitter<Libp2pEvents>
  let connections: Connection[]
  let dialled: Array<{ address: string; atMs: number }>
  let fails: boolean
  let nowMs: number
  let due: Array<{ atMs: number; call: () => void }>
  let service: Startable
  beforeEach(async () => {
    events = new TypedEventEmitter()
    connections = []
    dialled = []
    due = []
    fails = true
    nowMs = 0
    service = preferDirect({
      random: () => 0.5,
      after(ms, call) {
        const entry = { atMs: nowMs + ms, call }
        due.push(entry)
        return () => {
          due = due.filter((each) => each !== entry)
        }
      },
    })({
      events,
      logger: { forComponent: () => silent },
      transportManager: { dialTransportForMultiaddr: () => ({}) as never },
      connectionManager: {
        getConnections: () => connections,
        async openConnection(address) {
          dialled.push({ address: String(address), atMs: nowMs })
          if (fails) throw new Error('no way through')
          return open(`${RELAYED}/webrtc`)
        },
      },
    })
    await service.start()
  })

  function open(address: string, direction: 'inbound' | 'outbound' = 'outbound'): Connection {
    const remoteAddr = multiaddr(`${address}/p2p/${PEER.toString()}`)
    const limits = address === RELAYED ? { seconds: 60 } : undefined
    const connection = { remoteAddr, remotePeer: PEER, direction, limits, status: 'open' } as Connection
    connections.push(connection)
    events.safeDispatchEvent('connection:open', { detail: connection })
    return connection
  }

  function close(connection: Connection): void {
    connections = connections.filter((each) => each !== connection)
    events.safeDispatchEvent('connection:close', { detail: connection })
  }

  async function advance(ms: number): Promise<void> {
    const end = nowMs + ms
    for (;;) {
      const next = due.sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined || next.atMs > end) break
      due.shift()
      nowMs = next.atMs
      next.call()
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
    nowMs = end
  }

  it('tries at once to reach directly whom it dialled through a relay', async () => {
    open(RELAYED)
    await advance(1_000)
    expect(dialled).toEqual([{ address: `${RELAYED}/webrtc/p2p/${PEER.toString()}`, atMs: 250 }])
  })

  it('keeps the relayed connection and tries again, each time after twice as long', async () => {
    open(RELAYED)
    await advance(3_600_000)
    expect(dialled.map(({ atMs }) => atMs / 1_000)).toEqual([
      0.25, 5.25, 15.25, 35.25, 75.25, 155.25, 315.25, 635.25, 1275.25, 2555.25,
    ])
    expect(connections.map(({ status }) => status)).toEqual(['open'])
  })

  it('stops when it got through, and begins again when that was lost', async () => {
    open(RELAYED)
    await advance(1_000)
    fails = false
    await advance(3_600_000)
    expect(dialled.length).toBe(2)
    const direct = connections.find(({ limits }) => limits === undefined)
    if (direct === undefined) throw new Error('no direct connection')
    close(direct)
    await advance(1_000)
    expect(dialled.length).toBe(3)
  })

  it('stops when the relayed connection is gone', async () => {
    const relayed = open(RELAYED)
    await advance(1_000)
    close(relayed)
    await advance(3_600_000)
    expect(dialled.length).toBe(1)
  })

  it('leaves it to the other side where that one dialled, and does nothing about direct connections', async () => {
    open(RELAYED, 'inbound')
    await advance(3_600_000)
    connections = []
    open('/dns4/a.example/tcp/443/tls/ws')
    await advance(3_600_000)
    expect(dialled).toEqual([])
  })

  it('is quiet once it was stopped', async () => {
    open(RELAYED)
    await advance(1_000)
    await service.stop()
    await advance(3_600_000)
    open(RELAYED)
    await advance(3_600_000)
    expect(dialled.length).toBe(1)
  })
})
