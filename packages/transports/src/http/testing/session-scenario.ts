import { Uint8ArrayList } from 'uint8arraylist'
import { VirtualNetwork, type Faults } from './virtual-network.ts'

const HOUR_MS = 3_600_000
// Small, so that the window fills and opens many times in a transfer that a test can afford.
const WINDOW_BYTES = 2_000
// Long: that a session gives up when nothing gets through is another test's business.
const PATIENCE_MS = 600_000

export interface Outcome {
  /** Whether either side got a byte that the other did not send just there. */
  corrupt: boolean
  /** Whether everything arrived on both sides, and the end was clean. */
  complete: boolean
  mode: 'stream' | 'poll'
  virtualMs: number
}

/** Both sides send at once through a bad network, then the client closes. */
export function runScenario(seed: number, faults: Faults, bytes: number): Outcome {
  const network = new VirtualNetwork(seed, faults, { windowBytes: WINDOW_BYTES, idleMs: PATIENCE_MS })
  const up = pattern(bytes, 1)
  const down = pattern(bytes, 101)
  const written = { up: 0, down: 0 }
  const pump = () => {
    const size = 1 + Math.floor(network.random() * 700)
    written.up += network.client.write(new Uint8ArrayList(up.subarray(written.up, written.up + size)))
    written.down += network.server.write(new Uint8ArrayList(down.subarray(written.down, written.down + size)))
    // A reader that pauses now and then: windows close and have to open again.
    const paused = network.random() < 0.2
    network.client.setPaused(paused)
    network.server.setPaused(network.random() < 0.2)
    if (written.up < bytes || written.down < bytes) network.at(network.random() * 200, pump)
    else network.at(300, resume)
  }
  const resume = () => {
    network.client.setPaused(false)
    network.server.setPaused(false)
  }
  pump()
  const arrived = () => network.toServer.length >= bytes && network.toClient.length >= bytes
  const over = () => network.clientClosed !== undefined
  network.run(() => arrived() || over(), HOUR_MS)
  const { mode } = network.client
  network.client.finish()
  network.run(() => over() && network.serverClosed !== undefined, HOUR_MS)
  return {
    corrupt: !isPrefix(network.toServer, up) || !isPrefix(network.toClient, down),
    complete: arrived() && network.clientClosed === true && network.serverClosed === true,
    mode,
    virtualMs: network.now,
  }
}

function pattern(length: number, factor: number): Uint8Array {
  return new Uint8Array(length).map((_, i) => (i * factor + (i >> 8)) % 251)
}

function isPrefix(received: readonly number[], sent: Uint8Array): boolean {
  return received.length <= sent.length && received.every((byte, i) => byte === sent[i])
}
