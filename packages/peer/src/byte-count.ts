import type { Metrics, Stream } from '@libp2p/interface'

/** Bytes of all protocols since the peer was made. Encryption and framing, a few in a hundred, come on top. */
export interface Traffic {
  readonly sentBytes: number
  readonly receivedBytes: number
}

/** Counts what a libp2p node sends and receives. */
export interface ByteCount {
  /** For `createLibp2p`. */
  readonly metrics: Metrics
  traffic(): Traffic
}

const ignored = {
  update() {},
  increment() {},
  decrement() {},
  reset() {},
  observe() {},
  timer: () => () => {},
}

/**
 * Counts at the streams, which all carriers have: WebRTC's connections never see the bytes. It listens to nothing: a
 * stream hands over what it kept to its first listener.
 */
export function createByteCount(): ByteCount {
  let [sentBytes, receivedBytes] = [0, 0]

  function count(stream: Stream): void {
    const [send, dispatch] = [stream.send.bind(stream), stream.dispatchEvent.bind(stream)]
    stream.send = (bytes) => {
      sentBytes += bytes.byteLength
      return send(bytes)
    }
    stream.dispatchEvent = (event: Event & { data?: { byteLength: number } }) => {
      if (event.type === 'message') receivedBytes += event.data?.byteLength ?? 0
      return dispatch(event)
    }
  }

  const register = (() => ignored) as never
  const metrics: Metrics = {
    trackMultiaddrConnection() {},
    trackProtocolStream: count,
    registerMetric: register,
    registerMetricGroup: register,
    registerCounter: register,
    registerCounterGroup: register,
    registerHistogram: register,
    registerHistogramGroup: register,
    registerSummary: register,
    registerSummaryGroup: register,
    traceFunction: (_name: string, traced: never) => traced,
    createTrace: () => undefined,
  }
  return { metrics, traffic: () => ({ sentBytes, receivedBytes }) }
}
