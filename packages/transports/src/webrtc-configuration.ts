export type WebRTCConfiguration = RTCConfiguration | (() => RTCConfiguration | Promise<RTCConfiguration>)

/** Without a list of its own, libp2p asks STUN servers of four companies for this machine's address. */
export function contactNobody(configuration: WebRTCConfiguration = {}): () => Promise<RTCConfiguration> {
  return async () => {
    const named = typeof configuration === 'function' ? await configuration() : configuration
    return { ...named, iceServers: named.iceServers ?? [] }
  }
}
