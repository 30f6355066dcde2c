/** What came on a data channel is not libp2p's. */
export class MalformedChannelMessageError extends Error {
  override readonly name = 'MalformedChannelMessageError'
  constructor(what: string) {
    super(`A message on a data channel is malformed: ${what}. Is the other side libp2p over WebRTC?`)
  }
}
