import type { Direction, PeerState } from './peer.ts'
import type { Happening } from './virtual-clock.ts'

export type Deliver = (from: PeerState, to: PeerState, frame: Uint8Array) => void

/** A frame on its way. It arrives if its link lives until then. */
export class Arrival implements Happening {
  readonly #from: PeerState
  readonly #direction: Direction
  readonly #frame: Uint8Array
  readonly #deliver: Deliver

  constructor(from: PeerState, direction: Direction, frame: Uint8Array, deliver: Deliver) {
    this.#from = from
    this.#direction = direction
    this.#frame = frame
    this.#deliver = deliver
  }

  run(): void {
    if (this.#direction.up) this.#deliver(this.#from, this.#direction.target, this.#frame)
  }
}
