import { identify, identifyPush } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { isPrivate } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import { preferDirect } from '../direct/prefer-direct.ts'
import type { ConnectionLimits } from './limits.ts'
import type { Preset, PresetOptions } from './preset.ts'

// A handshake of two tabs through a relay takes a quarter of a second, and on a machine with sixteen busy programs took
// 5.6 s: libp2p's six would cut it off. Ten is what the other side gives it. An address that leads nowhere costs as much.
const DIAL_TIMES = { addressDialTimeout: 10_000, dialTimeout: 30_000 }

// libp2p's monitor pings every connection by the same protocol, allows itself one stream, and aborts the connection when
// a ping of ours, or its own last one, still has that.
const MANY_PINGS = { maxInboundStreams: 8, maxOutboundStreams: 8 }

// Proxies end a WebSocket on which nothing came for a minute. More often costs an idle peer among twenty most of its time.
const PING_MS = 45_000
// The muxer's own pings measure the round trip, for windows that grow by it; whether somebody is there the others tell.
const MEASURE_MS = 5 * 60_000

/** What all presets share: Noise, yamux with limits, and nobody contacted that was not named. */
export function base(options: PresetOptions, defaults: ConnectionLimits): Omit<Preset, 'addresses' | 'transports'> {
  const limits = { ...defaults, ...options.limits }
  const { dialPrivate = true } = options
  return {
    connectionEncrypters: [noise()],
    streamMuxers: [yamux(muxerLimits(limits))],
    connectionManager: {
      maxConnections: limits.maxConnections,
      maxIncomingPendingConnections: limits.maxPendingInbound,
      inboundConnectionThreshold: limits.inboundPerSecond,
      ...DIAL_TIMES,
    },
    connectionGater: { denyDialMultiaddr: (address) => !dialPrivate && isPrivate(address) },
    // The default tells everyone our versions of libp2p and of Node.
    nodeInfo: { name: 'hydra', version: '1', userAgent: 'hydra' },
    // A request that a proxy lost is repeated after ten seconds: no reason to give the whole connection up.
    connectionMonitor: { pingInterval: PING_MS, pingTimeout: { minTimeout: 20_000 } },
    // A tab can be reached only once a relay has a place for it, after its neighbours asked where it is: they are told then.
    services: { identify: identify(), push: identifyPush(), ping: ping(MANY_PINGS), direct: preferDirect() },
  }
}

function muxerLimits({ maxStreams, streamWindowBytes, maxUnsentBytes }: ConnectionLimits) {
  return {
    maxInboundStreams: maxStreams,
    maxOutboundStreams: maxStreams,
    keepAliveInterval: MEASURE_MS,
    streamOptions: {
      maxStreamWindowSize: streamWindowBytes,
      // A paused reader holds at most what the window let through, plus the frame that was under way.
      maxReadBufferLength: 2 * streamWindowBytes,
      maxWriteBufferLength: maxUnsentBytes,
    },
  }
}
