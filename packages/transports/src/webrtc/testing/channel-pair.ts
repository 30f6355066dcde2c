/** As much of an `RTCDataChannel` as a stream uses. What is sent arrives one turn of the event loop later. */
export class TestChannel extends EventTarget {
  readonly id = 1
  binaryType: BinaryType = 'arraybuffer'
  bufferedAmountLowThreshold = 0
  bufferedAmount = 0
  readyState: RTCDataChannelState = 'open'
  onmessage: ((event: MessageEvent) => unknown) | undefined
  other: TestChannel | undefined
  /** Whether what comes is lost: a peer that never answers. */
  deaf = false

  send(bytes: Uint8Array): void {
    if (this.readyState !== 'open') throw new DOMException('The channel is closed.', 'InvalidStateError')
    const copy = bytes.slice()
    this.bufferedAmount += copy.byteLength
    setTimeout(() => {
      this.#shrink(copy.byteLength)
      this.other?.receive(copy)
    }, 0)
  }

  receive(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.deaf) return
    this.onmessage?.(new MessageEvent('message', { data: bytes.buffer }))
  }

  close(): void {
    if (this.readyState !== 'open') return
    this.readyState = 'closing'
    setTimeout(() => {
      this.shut()
      this.other?.shut()
    }, 0)
  }

  /** What a network that went away looks like. */
  shut(): void {
    if (this.readyState === 'closed') return
    this.readyState = 'closed'
    this.dispatchEvent(new Event('close'))
  }

  #shrink(bytes: number): void {
    const before = this.bufferedAmount
    this.bufferedAmount -= bytes
    const low = this.bufferedAmountLowThreshold
    if (before > low && this.bufferedAmount <= low) this.dispatchEvent(new Event('bufferedamountlow'))
  }
}

export function channelPair(): [TestChannel, TestChannel] {
  const pair: [TestChannel, TestChannel] = [new TestChannel(), new TestChannel()]
  pair[0].other = pair[1]
  pair[1].other = pair[0]
  return pair
}
