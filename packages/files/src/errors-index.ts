/** An index record that cannot be written, or bytes that are none. */
export class IndexRecordError extends Error {
  override readonly name = 'IndexRecordError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no index record: ${reason}. Correct that field, and publish again.`, options)
  }
}
