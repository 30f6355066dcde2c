/** A torrent that is not fetched, or whose bytes are not what was asked for. */
export class TorrentRefusedError extends Error {
  override readonly name = 'TorrentRefusedError'
  constructor(infohash: string, reason: string, options?: ErrorOptions) {
    super(`The torrent ${infohash} is not taken: ${reason}.`, options)
  }
}
