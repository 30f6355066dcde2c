import type { ConnectionEncrypter, MessageStream, StreamMessageEvent } from '@libp2p/interface'

type Encrypter<C> = (components: C) => ConnectionEncrypter

export interface Recording<C> {
  readonly encrypter: Encrypter<C>
  /** Every byte that others sent, decrypted. */
  readonly bytes: () => Buffer
}

/** Noise that writes down what the other side says, below every protocol of libp2p and of ours. */
export function recording<C>(noise: Encrypter<C>): Recording<C> {
  const heard: Uint8Array[] = []
  return {
    bytes: () => Buffer.concat(heard),
    encrypter(components) {
      const inner = noise(components)
      const secured = async (securing: ReturnType<ConnectionEncrypter['secureInbound']>) => {
        const result = await securing
        listenIn(result.connection, heard)
        return result
      }
      return {
        protocol: inner.protocol,
        secureInbound: (connection, options) => secured(inner.secureInbound(connection, options)),
        secureOutbound: (connection, options) => secured(inner.secureOutbound(connection, options)),
      }
    },
  }
}

type Listener = (event: StreamMessageEvent) => void

/** With whoever listens, not before: the first to listen makes the stream flow. */
function listenIn(stream: MessageStream, heard: Uint8Array[]): void {
  const wrapped = new WeakMap<object, Listener>()
  const seen = new WeakSet<object>()
  const add = stream.addEventListener.bind(stream)
  const remove = stream.removeEventListener.bind(stream)
  const wrap = (listener: Listener): Listener => {
    const both: Listener = (event) => {
      if (!seen.has(event)) heard.push(event.data.subarray().slice())
      seen.add(event)
      if (typeof listener === 'function') listener(event)
    }
    wrapped.set(listener, both)
    return both
  }
  const own = {
    addEventListener: (type: 'message', listener: Listener, options?: AddEventListenerOptions) =>
      add(type, type === 'message' ? wrap(listener) : listener, options),
    removeEventListener: (type: 'message', listener: Listener) => remove(type, wrapped.get(listener) ?? listener),
  }
  Object.assign(stream, own)
}
